package dev.herald.fold;

/** With what the future of a question ends that was not answered. The message is fit for who asked. */
public final class Unanswered extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    public Unanswered(Refusal refusal) {
        super(refusal.detail(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}

package dev.herald.source.git;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An operation from its beginning to its end, as HEAD's log tells it: a rebase is many lines and one story. Pure.
 *
 * @param from what people call the state before: for a checkout as it was named there, else the hash
 * @param to the state after
 * @param fromHash of the commit before; zeros where there was none
 * @param toHash of the commit after
 * @param steps the hashes in between, and both ends
 */
record Story(Operation operation, String from, String to, String fromHash, String toHash, List<String> steps) {
    /** Steps remembered; of a longer story the first ones and the last. */
    static final int STEPS_MAX = 1_000;

    private static final Pattern MOVING = Pattern.compile("moving from (\\S+) to (\\S+)");

    Story {
        steps = List.copyOf(steps);
    }

    static Story of(Operation operation, String fromHash, String toHash) {
        return new Story(operation, fromHash, toHash, fromHash, toHash, List.of(fromHash, toHash));
    }

    private Story and(String next) {
        List<String> all = new ArrayList<>(steps.size() < STEPS_MAX ? steps : steps.subList(0, STEPS_MAX - 1));
        all.add(next);
        return new Story(operation, from, next, fromHash, next, all);
    }

    /** Whether it only says where HEAD was already: what it did to files is not in the log. */
    boolean isStanding() {
        return fromHash.equals(toHash);
    }

    /** The stories of these moves, in order. A plain commit is none: it changes no file. */
    static List<Story> of(List<HeadMove> moves) {
        List<Story> stories = new ArrayList<>();
        @Nullable Story open = null;
        for (HeadMove move : moves) {
            boolean isOpenRebase = open != null && open.operation.isSequence() && open.toHash.equals(move.from());
            Optional<Operation> operation = operation(move);
            if (open != null && isOpenRebase && continues(open, move, operation)) {
                open = open.and(move.to());
            } else {
                if (open != null) {
                    stories.add(open);
                }
                open = operation.map(known -> begin(known, move)).orElse(null);
            }
            if (open != null && isEnd(open, move)) {
                stories.add(open);
                open = null;
            }
        }
        if (open != null) {
            stories.add(open);
        }
        return stories;
    }

    private static boolean continues(Story open, HeadMove move, Optional<Operation> operation) {
        if (move.stage().equals("start")) {
            return false;
        }
        // In the middle of a rebase everything belongs to it; picked commits follow each other and nothing else does.
        boolean isStaged = open.operation == Operation.REBASE || open.operation == Operation.PULL;
        return isStaged || operation.filter(open.operation::equals).isPresent();
    }

    private static boolean isEnd(Story story, HeadMove move) {
        return !story.operation.isSequence()
                || move.stage().equals("finish")
                || move.stage().equals("abort")
                || move.action().equals("rebase finished")
                || story.operation == Operation.PULL && move.stage().isEmpty();
    }

    private static Story begin(Operation operation, HeadMove move) {
        Matcher names = MOVING.matcher(move.detail());
        return operation == Operation.CHECKOUT && names.matches()
                ? new Story(
                        operation,
                        names.group(1),
                        names.group(2),
                        move.from(),
                        move.to(),
                        List.of(move.from(), move.to()))
                : of(operation, move.from(), move.to());
    }

    private static Optional<Operation> operation(HeadMove move) {
        String action = move.action();
        int end = action.indexOf(' ');
        String word = end < 0 ? action : action.substring(0, end);
        return switch (word) {
            case "commit", "Branch", "branch" -> Optional.empty();
            case "checkout" -> Optional.of(Operation.CHECKOUT);
            case "reset" -> Optional.of(Operation.RESET);
            case "merge" -> Optional.of(Operation.MERGE);
            case "pull", "initial" -> Optional.of(Operation.PULL);
            case "rebase" -> Optional.of(Operation.REBASE);
            case "cherry-pick" -> Optional.of(Operation.CHERRY_PICK);
            case "revert" -> Optional.of(Operation.REVERT);
            case "am" -> Optional.of(Operation.AM);
            case "clone" -> Optional.of(Operation.CLONE);
            default -> Optional.of(Operation.UPDATE);
        };
    }
}

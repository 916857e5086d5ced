package dev.herald.hub;

/** Events made ready for the wire, once, for all that share an audience. Owned by the loop that encoded it. */
public interface Encoded {
    /** Bytes on the wire. */
    int bytes();

    /** One more claim on the bytes, to be released as well. */
    void retain();

    /** Gives back this owner's claim; an outlet that still writes keeps its own. */
    void release();
}

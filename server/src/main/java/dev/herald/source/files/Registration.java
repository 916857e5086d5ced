package dev.herald.source.files;

/** That the system tells of one directory. Runs on the watch's thread. */
interface Registration {
    void cancel();
}

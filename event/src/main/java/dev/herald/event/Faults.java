package dev.herald.event;

import java.util.ArrayList;
import java.util.List;

/** What was found wrong with one event, at most {@link Limits#FAULTS_MAX}. One thread. */
final class Faults {
    private final List<Fault> faults = new ArrayList<>(0);

    void add(String pointer, String detail) {
        if (faults.size() < Limits.FAULTS_MAX) {
            faults.add(new Fault(pointer, detail));
        }
    }

    boolean isEmpty() {
        return faults.isEmpty();
    }

    List<Fault> list() {
        return faults;
    }
}

package dev.herald.projection.delivery;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;

/**
 * A list that only grows, and whose states as of some length are shared with others without a copy: an element that is
 * there never changes. One thread adds; it hands a {@link #view} to others in a way that orders what they see.
 */
final class Grown<T> {
    private Object[] elements = new Object[8];
    private int size;

    void add(T element) {
        if (size == elements.length) {
            elements = Arrays.copyOf(elements, size + (size >> 1));
        }
        elements[size++] = element;
    }

    int size() {
        return size;
    }

    @SuppressWarnings("unchecked")
    T get(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        return (T) elements[index];
    }

    /** As it is now, for any thread. */
    View<T> view() {
        return new View<>(elements, size);
    }

    static final class View<T> extends AbstractList<T> implements RandomAccess {
        private final Object[] elements;
        private final int size;

        private View(Object[] elements, int size) {
            this.elements = elements;
            this.size = size;
        }

        @Override
        @SuppressWarnings("unchecked")
        public T get(int index) {
            if (index < 0 || index >= size) {
                throw new IndexOutOfBoundsException(index);
            }
            return (T) elements[index];
        }

        @Override
        public int size() {
            return size;
        }
    }
}

package dev.herald.setting;

/** What is used or not. */
public enum Switch {
    OFF,
    ON
}

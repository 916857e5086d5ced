package dev.herald.event.payload;

import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import java.util.Map;

/** What the system says about itself, and what a dashboard should draw again. */
public sealed interface SystemReport extends Payload {
    /**
     * Something about the server that people should know, such as a limit that was reached.
     *
     * @param message for people: what it is and what to do
     * @param figures whatever measures it
     */
    record SystemStatus(String message, Map<String, ?> figures) implements SystemReport {
        public SystemStatus {
            Fields.required("message", message);
            figures = Map.copyOf(figures);
        }

        @Override
        public EventType type() {
            return KnownType.SYSTEM_STATUS;
        }

        @Override
        public Map<String, Object> fields() {
            return new Fields().add("message", message).addAll(figures).map();
        }
    }

    /** @param widgets those whose data changed, by name; at least one */
    record DashboardUpdate(Map<String, ?> widgets) implements SystemReport {
        public DashboardUpdate {
            widgets = Map.copyOf(widgets);
            if (widgets.isEmpty()) {
                throw new IllegalArgumentException("a dashboard_update names a widget");
            }
        }

        @Override
        public EventType type() {
            return KnownType.DASHBOARD_UPDATE;
        }

        @Override
        public Map<String, Object> fields() {
            return new Fields().addAll(widgets).map();
        }
    }

    /** @param figures of health, by name; at least one */
    record HealthCheck(Map<String, ?> figures) implements SystemReport {
        public HealthCheck {
            figures = Map.copyOf(figures);
            if (figures.isEmpty()) {
                throw new IllegalArgumentException("a health_check has a figure");
            }
        }

        @Override
        public EventType type() {
            return KnownType.HEALTH_CHECK;
        }

        @Override
        public Map<String, Object> fields() {
            return new Fields().addAll(figures).map();
        }
    }
}

package dev.herald.projection.delivery;

import dev.herald.event.KnownType;
import dev.herald.projection.Context;
import dev.herald.projection.Happening;
import dev.herald.projection.Projection;
import dev.herald.projection.StateIn;
import dev.herald.projection.StateName;
import dev.herald.projection.StateOut;
import dev.herald.projection.work.WorkProjection;
import java.util.List;

/**
 * Folds what becomes of a project's changes. Events may come in odd orders: what is updated before it was created is
 * created by that; what is merged, and a run that ended, stays so whatever comes; a closed pull request that is told
 * open is open again; an issue's state that is older by its own time changes nothing. Tasks that a commit closes or a
 * merged pull request names are told to be done.
 */
public final class DeliveryProjection implements Projection<DeliveryState> {
    public static final StateName<DeliveryState> NAME = new StateName<>("delivery");

    @Override
    public StateName<DeliveryState> name() {
        return NAME;
    }

    @Override
    public int version() {
        return DeliveryCodec.VERSION;
    }

    @Override
    public List<StateName<?>> below() {
        return List.of(WorkProjection.NAME);
    }

    @Override
    public DeliveryState begin() {
        return new DeliveryState();
    }

    @Override
    public void fold(DeliveryState state, Happening event, Context context) {
        if (!(event.type() instanceof KnownType type)) {
            return;
        }
        if (isActivity(type) && event.project() != null) {
            state.held(event.project()).active(event.millis());
        }
        switch (type) {
            case COMMIT -> commit(state.held(event.project()), event, context);
            case PR_CREATED, PR_UPDATED, PR_CLOSED -> pullRequest(state.held(event.project()), event, type, context);
            case TASK_UPDATE -> {
                if (event.project() != null) {
                    state.held(event.project()).completions.task(event.project(), event, context);
                }
            }
            case ISSUE_CREATED, ISSUE_UPDATED, ISSUE_CLOSED -> Issues.fold(state.held(event.project()), event, type);
            case WORKFLOW_STARTED, WORKFLOW_PROGRESS, WORKFLOW_COMPLETED, WORKFLOW_FAILED ->
                Workflows.fold(state.held(event.project()), event, type);
            case DEPLOYMENT_STARTED, DEPLOYMENT_SUCCEEDED, DEPLOYMENT_FAILED ->
                Deployments.fold(state.held(event.project()), event, type);
            case QUALITY_REPORTED -> Folds.quality(state.held(event.project()), event);
            case AI_SUGGESTION -> Folds.suggestion(state.held(event.project()), event);
            case FILE_CHANGE,
                    AUTO_COMMIT_START,
                    AUTO_COMMIT_RESULT,
                    AUTO_COMMIT_ERROR,
                    PROGRESS_UPDATE,
                    RISK_ALERT,
                    SYSTEM_STATUS,
                    DASHBOARD_UPDATE,
                    HEALTH_CHECK,
                    PROJECT_UPDATED,
                    PROJECT_DELETED,
                    AGENT_STATUS_CHANGED,
                    AGENT_CONNECTED,
                    AGENT_DISCONNECTED,
                    AGENT_ACTION,
                    AGENT_CLAIMED,
                    AGENT_RELEASED,
                    AI_ANALYSIS_COMPLETE -> {
                // None of these is a change on its way.
            }
        }
    }

    private static void commit(Held held, Happening event, Context context) {
        if (Folds.commit(held, event) && event.project() != null) {
            held.completions.commit(event.project(), event, context);
        }
    }

    private static void pullRequest(Held held, Happening event, KnownType type, Context context) {
        String id = PullRequests.id(event);
        PullRequest before = id == null ? null : held.pullRequests.get(id);
        PullRequests.fold(held, event, type);
        PullRequest now = id == null ? null : held.pullRequests.get(id);
        if (now != null && event.project() != null) {
            held.completions.pullRequest(event.project(), before, now, event, context);
        }
    }

    /** Files, commits, tasks and pull requests: what people and agents do. */
    private static boolean isActivity(KnownType type) {
        return switch (type) {
            case FILE_CHANGE, COMMIT, TASK_UPDATE, PR_CREATED, PR_UPDATED, PR_CLOSED -> true;
            default -> false;
        };
    }

    @Override
    public void save(DeliveryState state, StateOut out) {
        DeliveryCodec.save(state, out);
    }

    @Override
    public DeliveryState load(int version, StateIn in) {
        return DeliveryCodec.load(version, in);
    }
}

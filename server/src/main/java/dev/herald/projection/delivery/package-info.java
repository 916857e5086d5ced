/**
 * What becomes of a project's changes: pull requests, issues, commits, runs of workflows, deployments, reports of quality
 * and suggestions; and the figures over them (docs/figures.md, "Delivery").
 *
 * <p>Threads: {@link dev.herald.projection.delivery.DeliveryState} belongs to the thread that folds; what it shows is
 * immutable. The figures are pure functions.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>DeliveryProjection
 *   <li>DeliveryCodec
 *   <li>DeliveryState
 *   <li>PullRequests, Issues, Workflows, Deployments, Folds, DeliveryFigures
 *   <li>Read, Held, Production, Made
 *   <li>Completions
 *   <li>ProjectDelivery, Grown
 *   <li>TaskMentions, PullRequest, Issue, CommitMade, WorkflowRun, Deployment, Reported, Suggestion, Entry
 * </ol>
 */
@NullMarked
package dev.herald.projection.delivery;

import org.jspecify.annotations.NullMarked;

/**
 * Who may see and do what: a token becomes a {@code Grant}. Rate limits, origin rules and trusted proxies live here too.
 *
 * <p>Any thread, event loops included: nothing here blocks its caller. Keys that another server publishes are fetched on
 * virtual threads of this room's own. It never tells a token, a secret or a part of one: not in a verdict, an exception or
 * a log.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>TokenAuthenticator
 *   <li>Authenticator, TokenCache, PublishedKeys
 *   <li>ClaimsReader, KeySource, PublishedKeySet, BucketRateLimits, AccessSettings, TokenMint
 *   <li>Verdict, KeySet, RateLimits, TokenKey, TokenClaims
 *   <li>Grant, Allowance, VerificationKey
 *   <li>Publishing, Permit, Rate, TokenAlgorithm, TokenRules, Pem
 *   <li>Role, Audit, OriginRule, TrustedProxies
 * </ol>
 */
@NullMarked
package dev.herald.access;

import org.jspecify.annotations.NullMarked;

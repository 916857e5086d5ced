package dev.herald.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TokenCacheTest {
    @Test
    void remembersABoundedNumber() {
        TokenCache cache = new TokenCache(3);
        KeySet keys = new KeySet(List.of());
        Verdict.Accepted accepted = new Verdict.Accepted(Grant.OPEN);
        for (int i = 0; i < 10; i++) {
            cache.keep(keys, new TokenCache.Hash(i, 0, 0, 0), accepted);
        }

        assertThat(cache.size()).isEqualTo(3);
        assertThat(cache.find(keys, new TokenCache.Hash(9, 0, 0, 0), 0)).isSameAs(accepted);
    }

    @Test
    void whatWasAcceptedUnderOtherKeysIsForgotten() {
        TokenCache cache = new TokenCache(3);
        TokenCache.Hash hash = TokenCache.Hash.of("a.b.c");
        KeySet before = new KeySet(List.of());
        KeySet after = new KeySet(List.of());
        cache.keep(before, hash, new Verdict.Accepted(Grant.OPEN));

        assertThat(cache.find(before, hash, 0)).isNotNull();
        assertThat(cache.find(after, hash, 0)).isNull();
        cache.keep(after, TokenCache.Hash.of("other"), new Verdict.Accepted(Grant.OPEN));
        assertThat(cache.find(before, hash, 0)).isNull();
    }
}

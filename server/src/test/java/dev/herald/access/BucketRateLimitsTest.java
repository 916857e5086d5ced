package dev.herald.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.journal.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BucketRateLimitsTest {
    private static final RateLimits.Kind KIND = RateLimits.Kind.PUBLISH;

    private final ManualClock clock = new ManualClock();

    private BucketRateLimits limits(String rate, int keysMax) {
        return new BucketRateLimits(Map.of(KIND, Rate.parse(rate).orElseThrow()), keysMax, clock);
    }

    @Test
    void letsTheBurstThroughAndThenTheRate() {
        Allowance allowance = limits("10/s:20", 10).of(KIND, "sub:a");

        assertThat(allowance.take(20)).isEqualTo(new Permit(true, "publish", 20, 2, 0, 0));
        Permit refused = allowance.take(1);
        assertThat(refused.isGranted()).isFalse();
        assertThat(refused.retryAfterMillis()).isEqualTo(100);
        clock.advance(99);
        assertThat(allowance.take(1).isGranted()).isFalse();
        clock.advance(1);
        assertThat(allowance.take(1).isGranted()).isTrue();
        clock.advance(1_000_000);
        assertThat(allowance.take(1).remaining()).isEqualTo(19);
    }

    @Test
    void whatIsRefusedTakesNothing() {
        Allowance allowance = limits("10/s", 10).of(KIND, "sub:a");
        allowance.take(5);

        assertThat(allowance.take(6).isGranted()).isFalse();
        assertThat(allowance.take(5).isGranted()).isTrue();
    }

    @Test
    void amountAboveTheSizeIsNeverLetThrough() {
        Allowance allowance = limits("100/s", 10).of(KIND, "sub:a");

        Permit refused = allowance.take(200_000);
        assertThat(refused.isGranted()).isFalse();
        assertThat(refused.isBeyond(200_000)).isTrue();
        assertThat(refused.isBeyond(100)).isFalse();
        clock.advance(1_000_000);
        assertThat(allowance.take(101).isGranted()).isFalse();
        assertThat(allowance.take(100).isGranted()).isTrue();
    }

    @Test
    void askingForNothingTakesNothing() {
        Allowance allowance = limits("1/s", 10).of(KIND, "ip:192.0.2.1");

        assertThat(allowance.take(0).isGranted()).isTrue();
        assertThat(allowance.take(0).isGranted()).isTrue();
        assertThat(allowance.take(1).isGranted()).isTrue();
        assertThat(allowance.take(0).isGranted()).isFalse();
    }

    @Test
    void callersDoNotTakeFromEachOther() {
        BucketRateLimits limits = limits("1/s", 10);
        limits.of(KIND, "sub:a").take(1);

        assertThat(limits.of(KIND, "sub:a").take(1).isGranted()).isFalse();
        assertThat(limits.of(KIND, "sub:b").take(1).isGranted()).isTrue();
    }

    @Test
    void kindWithoutRateIsNotLimited() {
        assertThat(limits("1/s", 10).of(RateLimits.Kind.MESSAGE, "sub:a")).isSameAs(Allowance.UNLIMITED);
    }

    @Test
    void floodOfKeysLiftsNobodysLimitAndTakesNobodysBucket() {
        BucketRateLimits limits = limits("1/s:5", 10);
        Allowance early = limits.of(KIND, "sub:early");
        early.take(5);
        long granted = 0;
        for (int i = 0; i < 1_000; i++) {
            granted += limits.of(KIND, "sub:flood" + i).take(5).isGranted() ? 1 : 0;
        }

        assertThat(limits.keys(KIND)).isEqualTo(10);
        assertThat(granted)
                .as("nine with a bucket of their own, the others one together")
                .isEqualTo(10);
        assertThat(early.take(1).isGranted()).isFalse();
        clock.advance(1_000);
        assertThat(early.take(1).isGranted()).isTrue();
    }

    @Test
    void fullBucketsMakeRoom() {
        BucketRateLimits limits = limits("1/s:5", 10);
        for (int i = 0; i < 10; i++) {
            limits.of(KIND, "sub:" + i).take(5);
        }
        clock.advance(5_000);
        for (int i = 0; i < 10; i++) {
            assertThat(limits.of(KIND, "sub:new" + i).take(5).isGranted()).isTrue();
        }

        assertThat(limits.keys(KIND)).isLessThanOrEqualTo(10);
    }

    @Test
    void keptAllowanceDoesNotDoubleWhenItsBucketWent() {
        BucketRateLimits limits = limits("1/s:5", 10);
        Allowance kept = limits.of(KIND, "sub:a");
        kept.take(1);
        clock.advance(10_000);
        for (int i = 0; i < 10; i++) {
            limits.of(KIND, "sub:other" + i).take(1);
        }

        assertThat(kept.take(5).isGranted()).isTrue();
        assertThat(limits.of(KIND, "sub:a").take(1).isGranted()).isFalse();
    }

    @Test
    void manyThreadsTakeNoMoreThanThereIs() throws InterruptedException {
        BucketRateLimits limits = limits("1/h:1000", 4);
        AtomicLong granted = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            threads.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 1_000; i++) {
                    limits.of(KIND, "sub:other" + i).take(0);
                    granted.addAndGet(limits.of(KIND, "sub:a").take(1).isGranted() ? 1 : 0);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(granted).hasValueLessThanOrEqualTo(2_000).hasValueGreaterThanOrEqualTo(1_000);
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8::1, 2001:db8::ffff, true",
        "2001:db8::1, 2001:db8:0:1::1, false",
        "192.0.2.1, 192.0.2.2, false",
        "::ffff:192.0.2.1, 192.0.2.1, true"
    })
    void addressesOfOneNetworkAreOneKey(String one, String other, boolean isSame) {
        BucketRateLimits limits = limits("1/s", 10);
        limits.of(KIND, RateLimits.address(one)).take(1);

        assertThat(limits.of(KIND, RateLimits.address(other)).take(1).isGranted())
                .isEqualTo(!isSame);
    }

    @ParameterizedTest
    @CsvSource({"100/s, 100, 1000, 100", "600/m, 600, 60000, 600", "5/h:7, 5, 3600000, 7"})
    void readsRates(String text, long tokens, long period, long burst) {
        assertThat(Rate.parse(text)).contains(new Rate(tokens, period, burst));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "100", "0/s", "1/d", "1/s:0", "-1/s", "1 /s", "9999999999/s", "1/s:", "1.5/s"})
    void refusesWhatIsNoRate(String text) {
        assertThat(Rate.parse(text)).isEmpty();
    }
}

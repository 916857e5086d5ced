package dev.herald.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.access.Grant;
import dev.herald.event.CustomType;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.Reach;
import dev.herald.event.Room;
import dev.herald.hub.Subscription;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InterestsTest {
    private static final ProjectId PROJECT = new ProjectId("p");
    private final Interests interests = new Interests(SessionSettings.DEFAULT);

    @Test
    void nothingNamedIsEverything() {
        Interest interest = granted(wish()).interest();
        assertThat(interest.subscription()).isEqualTo(Subscription.everything());
        assertThat(interest.typeNames()).isEqualTo(KnownType.wireNames());
        assertThat(interest).isEqualTo(interests.everything(Reach.ALL));
    }

    @Test
    void aProjectBringsTheProjectlessEvents() {
        assertThat(granted(new Wish(List.of(), "p", List.of(), null, false))
                        .interest()
                        .subscription())
                .isEqualTo(Subscription.of(Set.of(), false, Set.of(PROJECT), true, Set.of(), false));
    }

    @Test
    void roomsAloneAreOnlyThoseRooms() {
        Interest interest = granted(new Wish(List.of(), null, List.of("global", "user:ann", "global"), null, false))
                .interest();
        assertThat(interest.subscription())
                .isEqualTo(Subscription.of(
                        Set.of(), false, Set.of(), false, Set.of(Room.GLOBAL, Room.user("ann")), false));
        assertThat(interest.roomNames()).containsExactly("global", "user:ann");
    }

    @Test
    void projectAndRoomsAreTheUnion() {
        assertThat(granted(new Wish(List.of(), "p", List.of("agent:a"), null, true))
                        .interest()
                        .subscription())
                .isEqualTo(Subscription.of(Set.of(), false, Set.of(PROJECT), true, Set.of(Room.agent("a")), true));
    }

    @Test
    void theAliasMeansItsThreeTypes() {
        Interest interest = granted(wish("auto_commit", "commit")).interest();
        assertThat(interest.isAliased()).isTrue();
        assertThat(interest.typeNames()).containsExactly("auto_commit", "commit");
        assertThat(interest.subscription().clauses().getFirst().types())
                .containsExactlyInAnyOrder(
                        KnownType.AUTO_COMMIT_START,
                        KnownType.AUTO_COMMIT_RESULT,
                        KnownType.AUTO_COMMIT_ERROR,
                        KnownType.COMMIT);
        assertThat(granted(wish("auto_commit_start")).interest().isAliased()).isFalse();
    }

    @Test
    void unknownNamesComeBackBesideTheKnown() {
        Answer.Granted granted = granted(wish("commit", "nonsense", "custom.a", "Custom.B", "nonsense"));
        assertThat(granted.interest().typeNames()).containsExactly("commit", "custom.a");
        assertThat(granted.interest().subscription().clauses().getFirst().types())
                .containsExactlyInAnyOrder(KnownType.COMMIT, new CustomType("custom.a"));
        assertThat(granted.unknown()).containsExactly("nonsense", "Custom.B");
    }

    @Test
    void noneKnownIsRefusedAndTheKnownAreListed() {
        assertThat(refused(wish("nonsense")).code()).isEqualTo(ErrorCode.UNKNOWN_EVENT_TYPE);
        assertThat(refused(wish("nonsense")).message())
                .contains("\"nonsense\"", "file_change", "auto_commit", "custom.<name>");
    }

    @Test
    void refusesBadNames() {
        assertThat(refused(new Wish(List.of(), "a b", List.of(), null, false)).code())
                .isEqualTo(ErrorCode.INVALID_PROJECT);
        assertThat(refused(new Wish(List.of(), "", List.of(), null, false)).code())
                .isEqualTo(ErrorCode.INVALID_PROJECT);
        assertThat(refused(new Wish(List.of(), null, List.of("kitchen"), null, false))
                        .code())
                .isEqualTo(ErrorCode.INVALID_ROOM);
        for (String id : List.of("", "1", "1-", "-1", "x-0", "1-65536", "1-0-0", " 1-0", "99999999999999999-0")) {
            assertThat(refused(new Wish(List.of(), null, List.of(), id, false)).code())
                    .as(id)
                    .isEqualTo(ErrorCode.INVALID_EVENT_ID);
        }
        assertThat(granted(new Wish(List.of(), null, List.of(), "7-3", false)).after())
                .isEqualTo(Position.of(7, 3));
    }

    @Test
    void roomsAndTypesHaveALimit() {
        int max = SessionSettings.DEFAULT.roomsMax();
        List<String> most = IntStream.range(0, max).mapToObj(i -> "user:u" + i).toList();
        assertThat(granted(new Wish(List.of(), null, most, null, false))
                        .interest()
                        .roomNames())
                .hasSize(max);
        List<String> more =
                IntStream.rangeClosed(0, max).mapToObj(i -> "user:u" + i).toList();
        assertThat(refused(new Wish(List.of(), null, more, null, false)).code()).isEqualTo(ErrorCode.INVALID_ROOM);

        int types = SessionSettings.DEFAULT.eventTypesMax();
        assertThat(granted(new Wish(Collections.nCopies(types, "commit"), null, List.of(), null, false)))
                .isNotNull();
        assertThat(refused(new Wish(Collections.nCopies(types + 1, "commit"), null, List.of(), null, false))
                        .code())
                .isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(interests.without(interests.everything(Reach.ALL), Collections.nCopies(types + 1, "commit")))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void withoutNamesNothingIsLeft() {
        assertThat(interests.without(interests.everything(Reach.ALL), List.of()))
                .isEqualTo(new Answer.Nothing(List.of()));
        assertThat(interests.without(null, List.of("commit"))).isEqualTo(new Answer.Nothing(List.of()));
        assertThat(interests.without(granted(wish("commit")).interest(), List.of("commit", "x")))
                .isEqualTo(new Answer.Nothing(List.of("x")));
    }

    @Test
    void theRestIsLeft() {
        Interest interest = granted(new Wish(List.of("commit", "auto_commit"), "p", List.of("user:u"), null, true))
                .interest();
        Answer.Granted left = (Answer.Granted) interests.without(interest, List.of("commit", "x"));
        assertThat(left.interest().typeNames()).containsExactly("auto_commit");
        assertThat(left.unknown()).containsExactly("x");
        assertThat(left.interest().isAliased()).isTrue();
        assertThat(left.interest().project()).isEqualTo(PROJECT);
        assertThat(left.interest().subscription().clauses().getFirst().rooms()).containsExactly(Room.user("u"));
        assertThat(left.interest().subscription().conflate()).isTrue();

        Answer.Granted part = (Answer.Granted) interests.without(interest, List.of("auto_commit_start"));
        assertThat(part.interest().typeNames()).containsExactly("commit", "auto_commit_result", "auto_commit_error");
        assertThat(part.interest().isAliased()).isTrue();
        Answer.Granted none = (Answer.Granted) interests.without(interest, List.of("auto_commit"));
        assertThat(none.interest().isAliased()).isFalse();
    }

    @Test
    void allButOneIsTheRestOfTheTable() {
        Answer.Granted left = (Answer.Granted) interests.without(interests.everything(Reach.ALL), List.of("commit"));
        assertThat(left.interest().typeNames())
                .hasSize(KnownType.wireNames().size() - 1)
                .doesNotContain("commit");
    }

    @Test
    void ofAllTypesACustomOneCanBeDroppedAndTheTableIsLeft() {
        Interest all = interests.everything(Reach.ALL);
        Answer.Granted left = (Answer.Granted) interests.without(all, List.of("custom.a"));
        assertThat(left.interest().typeNames()).containsExactlyElementsOf(KnownType.wireNames());
        assertThat(left.interest().subscription().clauses().getFirst().types())
                .as("what is heard is what the answer says")
                .hasSize(KnownType.wireNames().size());
    }

    @Test
    void whatWasNotHeardCanBeDroppedWithoutChange() {
        Interest interest = granted(wish("commit")).interest();
        assertThat(interests.without(interest, List.of("file_change")))
                .isEqualTo(new Answer.Granted(interest, List.of(), List.of(), null));
    }

    @Test
    void equalInterestsAreOneObject() {
        assertThat(granted(wish("commit")).interest())
                .isSameAs(granted(wish("commit")).interest());
    }

    @Test
    void rememberingInterestsHasALimit() {
        for (int i = 0; i < 3 * Interests.SHARED_MAX; i++) {
            granted(wish("custom.t" + i));
        }
        assertThat(interests.sharedCount()).isLessThanOrEqualTo(Interests.SHARED_MAX);
    }

    private static Wish wish(String... types) {
        return new Wish(List.of(types), null, List.of(), null, false);
    }

    private Answer.Granted granted(Wish wish) {
        return (Answer.Granted) interests.resolve(wish, Grant.OPEN);
    }

    private Refusal refused(Wish wish) {
        return (Refusal) interests.resolve(wish, Grant.OPEN);
    }
}

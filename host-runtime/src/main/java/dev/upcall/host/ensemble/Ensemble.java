package dev.upcall.host.ensemble;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Project;
import dev.upcall.core.tensor.Argmax;
import dev.upcall.host.HostCode;
import dev.upcall.host.Repeats;
import dev.upcall.host.member.LocalMember;
import dev.upcall.host.member.Member;
import dev.upcall.host.member.MemberOutput;
import dev.upcall.host.member.Question;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ensemble in service: every member on a thread of its own, an answer from whichever of them
 * are in time.
 *
 * <p>A batch waits for its members until its deadline and is then combined from what has arrived;
 * if nothing has, from the first that arrives. A member that lets a deadline pass is overdue: no
 * batch waits for it any more, and none is given to it, until it returns from the call it hangs in.
 * So a hanging member costs at most one deadline, and one that throws costs nothing.
 *
 * <p>All state belongs to the one thread of the {@code loop} that is passed in; members' threads
 * and callers only post to it.
 */
public final class Ensemble implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ensemble.class);

  private final String project;
  private final Map<String, MemberSlot> slots = new LinkedHashMap<>();
  private final Combiner combiner;
  private final ScheduledExecutorService loop;
  private final Repeats warnings = new Repeats(System::nanoTime);
  private final List<PendingBatch> pending = new ArrayList<>();

  private BiConsumer<String, Duration> times = (member, took) -> {};

  /** Questions on their way to the loop. */
  private final AtomicInteger handedOver = new AtomicInteger();

  /**
   * An ensemble of members that are opened by the suppliers, now and after each return.
   *
   * @param project its name, for messages
   * @param openers by member name; called on the member's own thread
   * @param combiner run on the loop; closed with the ensemble
   * @param loop a single-threaded executor, not shut down here
   */
  public Ensemble(
      String project,
      Map<String, Supplier<? extends Member>> openers,
      Combiner combiner,
      ScheduledExecutorService loop) {
    this(
        project,
        openers.entrySet().stream()
            .map(opener -> new LocalSlot(opener.getKey(), opener.getValue(), loop))
            .toList(),
        combiner,
        loop);
  }

  /**
   * An ensemble of members wherever they run.
   *
   * @param members in the manifest's order
   */
  public Ensemble(
      String project,
      List<? extends MemberSlot> members,
      Combiner combiner,
      ScheduledExecutorService loop) {
    this.project = project;
    this.combiner = combiner;
    this.loop = loop;
    members.forEach(member -> slots.put(member.name(), member));
    loop.execute(() -> slots.values().forEach(MemberSlot::start));
  }

  /**
   * Takes loaded models into service in this process; as {@link #of(EnsembleModels, Elsewhere,
   * ScheduledExecutorService)}.
   */
  public static Ensemble of(EnsembleModels models, ScheduledExecutorService loop) {
    return of(models, Elsewhere.NONE, loop);
  }

  /**
   * Takes loaded models into service, and over: they are closed with the ensemble. A member that
   * returns from a loss is loaded from its file anew.
   *
   * @param elsewhere members that run in other processes; what was loaded of them is closed
   */
  public static Ensemble of(
      EnsembleModels models, Elsewhere elsewhere, ScheduledExecutorService loop) {
    List<MemberSlot> slots = new ArrayList<>();
    models
        .members()
        .forEach(
            (name, loaded) -> {
              Optional<MemberSlot> remote = elsewhere.member(models, name);
              remote.ifPresent(slot -> loaded.close());
              slots.add(remote.orElseGet(() -> inProcess(models.project(), loaded, loop)));
            });
    return new Ensemble(models.project().manifest().name(), slots, models.combiner(), loop);
  }

  private static MemberSlot inProcess(
      Project project, LocalMember loaded, ScheduledExecutorService loop) {
    AtomicReference<Member> first = new AtomicReference<>(loaded);
    return new LocalSlot(
        loaded.name(),
        () -> {
          Member member = first.getAndSet(null);
          return member == null ? LocalMember.open(project, loaded.name()) : member;
        },
        loop);
  }

  /**
   * The ensemble offline: what a subset of the members answers, with nothing that could be late.
   *
   * @param inputs int8 samples, each [H,W,C]
   * @param alive names of the members to ask; "host alone" is all of them
   */
  public static CombinedAnswer[] evaluate(
      Project project, List<byte[]> inputs, Collection<String> alive) {
    try (EnsembleModels models = EnsembleModels.load(project)) {
      return models
          .combine(models.outputs(inputs, alive), alive)
          .toArray(new CombinedAnswer[inputs.size()]);
    }
  }

  /**
   * Asks the members. Never blocks.
   *
   * @param budget how long to wait for all members
   * @return one answer per sample, completed on the loop; exceptionally with UP3010 when no member
   *     answered within twice the budget
   */
  public CompletableFuture<List<CombinedAnswer>> answer(Question question, Duration budget) {
    CompletableFuture<List<CombinedAnswer>> future = new CompletableFuture<>();
    handedOver.incrementAndGet();
    loop.execute(
        () -> {
          handedOver.decrementAndGet();
          begin(question, budget, future);
        });
    return future;
  }

  /**
   * Whether a question asked now would wait for one before it: better asked later, with more
   * samples. On the loop.
   */
  public boolean isBusy() {
    return handedOver.get() > 0
        || slots.values().stream()
            .anyMatch(slot -> slot.state() == MemberState.UP && slot.isBusy());
  }

  /** Takes a member out of service at once, whatever it is doing, as if its machine had died. */
  public CompletableFuture<Void> disable(String member) {
    return onSlot(
        member,
        slot -> {
          slot.stop();
          pending.forEach(batch -> batch.giveUpOn(slot));
          settle();
        });
  }

  /** Brings a member back: opened anew, and asked from the next batch on. */
  public CompletableFuture<Void> enable(String member) {
    return onSlot(member, MemberSlot::start);
  }

  /**
   * Has {@code listener} told, on the loop, how long each member took for a batch that it answered:
   * from the asking to its outputs, in time or not. Before the first question.
   */
  public void onMember(BiConsumer<String, Duration> listener) {
    this.times = listener;
  }

  /** How each member is, in the manifest's order. */
  public CompletableFuture<Map<String, MemberState>> states() {
    return CompletableFuture.supplyAsync(
        () -> {
          Map<String, MemberState> states = new LinkedHashMap<>();
          slots.forEach((name, slot) -> states.put(name, slot.state()));
          return states;
        },
        loop);
  }

  @Override
  public void close() {
    CompletableFuture.runAsync(
            () -> {
              for (MemberSlot slot : slots.values()) {
                slot.stop();
                pending.forEach(batch -> batch.giveUpOn(slot));
              }
              settle();
              combiner.close();
            },
            loop)
        .join();
  }

  private CompletableFuture<Void> onSlot(String member, Consumer<MemberSlot> action) {
    MemberSlot slot = slots.get(member);
    if (slot == null) {
      throw Diagnostic.of(HostCode.UNKNOWN_MEMBER, project, member)
          .need("one of %s", slots.keySet())
          .toException();
    }
    return CompletableFuture.runAsync(() -> action.accept(slot), loop);
  }

  private void begin(
      Question question, Duration budget, CompletableFuture<List<CombinedAnswer>> future) {
    PendingBatch batch = new PendingBatch(question, future);
    pending.add(batch);
    long asked = System.nanoTime();
    for (MemberSlot slot : toAsk()) {
      batch.expect(slot);
      slot.run(question, budget, (outputs, error) -> arrived(batch, slot, asked, outputs, error));
    }
    long nanos = budget.toNanos();
    batch.timeOuts(
        loop.schedule(() -> deadlinePassed(batch), nanos, TimeUnit.NANOSECONDS),
        loop.schedule(() -> abandon(batch), 2 * nanos, TimeUnit.NANOSECONDS));
    settle();
  }

  /**
   * The members that are up. If there are none, those that hang: when the whole machine was slow
   * for a moment, they are better than no answer.
   */
  private List<MemberSlot> toAsk() {
    List<MemberSlot> up =
        slots.values().stream().filter(slot -> slot.state() == MemberState.UP).toList();
    return up.isEmpty() ? slots.values().stream().filter(MemberSlot::takesMore).toList() : up;
  }

  private void arrived(
      PendingBatch batch,
      MemberSlot slot,
      long asked,
      List<MemberOutput> outputs,
      Throwable error) {
    if (error == null) {
      times.accept(slot.name(), Duration.ofNanos(System.nanoTime() - asked));
      batch.accept(slot, outputs);
    } else {
      warn(slot.name() + " of " + project + " failed: " + error.getMessage());
      batch.giveUpOn(slot);
    }
    settle();
  }

  private void warn(String what) {
    warnings.again(what).ifPresent(often -> LOG.warn("member {}{}", what, often));
  }

  private void deadlinePassed(PendingBatch batch) {
    for (MemberSlot late : batch.awaited()) {
      warn(late.name() + " of " + project + " let a deadline pass");
      late.late(batch.question());
      batch.stopWaitingFor(late);
      // One with a replica to spare is late with this batch only.
      if (late.state() != MemberState.UP) {
        pending.forEach(other -> other.stopWaitingFor(late));
      }
    }
    settle();
  }

  private void abandon(PendingBatch batch) {
    if (pending.remove(batch)) {
      fail(batch);
    }
  }

  /** Answers every batch that has nobody left to wait for. */
  private void settle() {
    for (PendingBatch batch : List.copyOf(pending)) {
      if (!batch.isReady()) {
        continue;
      }
      pending.remove(batch);
      if (batch.outputs().isEmpty()) {
        fail(batch);
      } else {
        combine(batch);
      }
    }
  }

  private void combine(PendingBatch batch) {
    SortedMap<String, List<MemberOutput>> outputs = batch.outputs();
    try {
      Optional<List<CombinedAnswer>> answers = combiner.combine(outputs);
      if (answers.isPresent()) {
        batch.complete(withVotes(answers.get(), outputs));
      } else {
        batch.fail(EnsembleModels.noCombiner(project, outputs.keySet()).toException());
      }
    } catch (RuntimeException e) {
      batch.fail(e);
    }
  }

  private static List<CombinedAnswer> withVotes(
      List<CombinedAnswer> answers, SortedMap<String, List<MemberOutput>> outputs) {
    List<CombinedAnswer> voted = new ArrayList<>(answers.size());
    for (int i = 0; i < answers.size(); i++) {
      Map<String, Integer> votes = new HashMap<>();
      for (Map.Entry<String, List<MemberOutput>> member : outputs.entrySet()) {
        votes.put(member.getKey(), Argmax.of(member.getValue().get(i).logits()));
      }
      voted.add(answers.get(i).withVotes(votes));
    }
    return voted;
  }

  private void fail(PendingBatch batch) {
    batch.fail(Diagnostic.of(HostCode.NO_ANSWER, project).toException());
  }
}

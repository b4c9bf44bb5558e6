package dev.upcall.tests.overload;

import dev.upcall.host.ensemble.Elsewhere;
import dev.upcall.host.ensemble.EnsembleModels;
import dev.upcall.host.ensemble.MemberSlot;
import dev.upcall.host.ensemble.MemberState;
import dev.upcall.host.member.MemberOutput;
import dev.upcall.host.member.Question;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** Members that take a given time for each sample, one sample after the other, or are away. */
final class SlowMembers implements Elsewhere {
  private final ScheduledExecutorService loop;
  private volatile long nanosEach;
  private volatile boolean away;

  /**
   * Members that take no time.
   *
   * @param loop the ensemble's
   */
  SlowMembers(ScheduledExecutorService loop) {
    this.loop = loop;
  }

  /** From now on. */
  void take(Duration each) {
    nanosEach = each.toNanos();
  }

  /** Whether nobody is there, from now on. */
  void away(boolean gone) {
    away = gone;
  }

  @Override
  public Optional<MemberSlot> member(EnsembleModels models, String name) {
    return Optional.of(new Slot(name, models.project().manifest().classes().size()));
  }

  private final class Slot implements MemberSlot {
    private final String name;
    private final MemberOutput output;
    private long busyUntil = System.nanoTime();

    Slot(String name, int classes) {
      this.name = name;
      this.output = new MemberOutput(new float[classes], new float[0]);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public MemberState state() {
      return away ? MemberState.DOWN : MemberState.UP;
    }

    @Override
    public boolean takesMore() {
      return false;
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public void run(
        Question question, Duration budget, BiConsumer<List<MemberOutput>, Throwable> done) {
      int samples = question.carried().size();
      long now = System.nanoTime();
      busyUntil = Math.max(now, busyUntil) + samples * nanosEach;
      loop.schedule(
          () -> done.accept(Collections.nCopies(samples, output), null),
          busyUntil - now,
          TimeUnit.NANOSECONDS);
    }

    @Override
    public void late(Question question) {}
  }
}

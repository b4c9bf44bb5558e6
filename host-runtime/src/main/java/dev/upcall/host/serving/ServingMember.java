package dev.upcall.host.serving;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.ensemble.Breaker;
import dev.upcall.host.ensemble.BreakerRules;
import dev.upcall.host.ensemble.MemberSlot;
import dev.upcall.host.ensemble.MemberState;
import dev.upcall.host.member.MemberOutput;
import dev.upcall.host.member.Question;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member on a serving cluster. It is down until its server is ready and serves what the member's
 * file says, which is looked at in growing pauses. What it is worth asking after that its {@link
 * Breaker} says, whose probe is to look at the server again.
 *
 * <p>Belongs to the ensemble's loop, as every {@link MemberSlot}.
 */
final class ServingMember implements MemberSlot {
  private static final Logger LOG = LoggerFactory.getLogger(ServingMember.class);

  /** Batches under way at a time; more would only wait there. */
  private static final int MAX_UNDER_WAY = 8;

  private final Expected expected;
  private final int batch;
  private final ServingClient client;
  private final Breaker breaker;
  private final ScheduledExecutorService loop;
  private final Executor worker;
  private final Consumer<Throwable> failures;
  private final Set<Asked> underWay = new HashSet<>();

  /** Null until it was looked at, and while what is served is another. */
  private ServedModel model;

  private boolean inService;
  private boolean looking;
  private Future<?> nextLook;
  private String told = "";

  /** A batch that is under way. */
  private static final class Asked {
    private final Question question;
    private BiConsumer<List<MemberOutput>, Throwable> done;
    private boolean late;

    Asked(Question question, BiConsumer<List<MemberOutput>, Throwable> done) {
      this.question = question;
      this.done = done;
    }
  }

  /**
   * A member whose server was not looked at yet.
   *
   * @param batch samples in a request, at most
   * @param worker where samples are made into what the model takes
   * @param failures told every one, on the loop
   */
  ServingMember(
      Expected expected,
      int batch,
      ServingClient client,
      BreakerRules rules,
      ScheduledExecutorService loop,
      Executor worker,
      Consumer<Throwable> failures) {
    this.expected = expected;
    this.batch = batch;
    this.client = client;
    this.breaker = new Breaker(rules);
    this.loop = loop;
    this.worker = worker;
    this.failures = failures;
  }

  @Override
  public String name() {
    return expected.member();
  }

  @Override
  public MemberState state() {
    if (!inService || model == null) {
      return MemberState.DOWN;
    }
    return breaker.allows(underWay.size()) ? MemberState.UP : MemberState.OVERDUE;
  }

  @Override
  public boolean takesMore() {
    return inService && model != null && underWay.size() < MAX_UNDER_WAY;
  }

  @Override
  public void start() {
    if (!inService) {
      inService = true;
      look();
    }
  }

  @Override
  public void stop() {
    inService = false;
    // What it was asked is nobody's any more, and says nothing of its next life.
    underWay.forEach(asked -> asked.done = null);
    if (nextLook != null) {
      nextLook.cancel(false);
    }
  }

  private void look() {
    if (inService && !looking && !(model != null && breaker.isClosed())) {
      looking = true;
      expected.look(client).whenComplete((found, error) -> onLoop(() -> looked(found, error)));
    }
  }

  private void looked(ServedModel found, Throwable error) {
    looking = false;
    if (error == null) {
      if (model == null) {
        LOG.info("{} is served at {}", expected, expected.address());
      }
      model = found;
      told = "";
      breaker.probed();
      return;
    }
    Throwable cause = unwrapped(error);
    tell(cause);
    if (cause instanceof UpcallException e && e.diagnostics().get(0).code() == ServingCode.UNFIT) {
      model = null;
    }
    lookLater();
  }

  /** Servers that stay away are told of once. */
  private void tell(Throwable error) {
    String text = String.valueOf(error.getMessage());
    if (!text.equals(told)) {
      told = text;
      LOG.warn("{} is not there: {}", expected, text);
    }
  }

  private void lookLater() {
    if (inService) {
      long pause = breaker.nextPause().toNanos();
      nextLook = loop.schedule(this::look, pause, TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void run(
      Question question, Duration budget, BiConsumer<List<MemberOutput>, Throwable> done) {
    if (!takesMore()) {
      UpcallException busy = ServingCode.BUSY.with(expected.address()).toException();
      loop.execute(() -> done.accept(null, busy));
      return;
    }
    Asked asked = new Asked(question, done);
    underWay.add(asked);
    // What comes late may still be of use, but not for longer than the batch is kept.
    Duration patience = budget.multipliedBy(2);
    ServedModel current = model;
    // All of it there: a stage that is done already would have the next run on the loop.
    CompletableFuture.supplyAsync(question::reals, worker)
        .thenComposeAsync(reals -> infer(current, Arrays.asList(reals), patience), worker)
        .whenComplete((outputs, error) -> onLoop(() -> returned(asked, outputs, error)));
  }

  /** Asks about all samples at once, in as many requests as the model needs. */
  private CompletableFuture<List<MemberOutput>> infer(
      ServedModel current, List<float[]> samples, Duration patience) {
    List<CompletableFuture<List<MemberOutput>>> parts = new ArrayList<>();
    for (int first = 0; first < samples.size(); first += batch) {
      List<float[]> part = samples.subList(first, Math.min(first + batch, samples.size()));
      parts.add(
          client
              .infer(current.call(part), patience)
              .thenApply(answer -> current.outputs(answer, part.size())));
    }
    return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
        .thenApply(all -> parts.stream().flatMap(part -> part.join().stream()).toList());
  }

  private void returned(Asked asked, List<MemberOutput> outputs, Throwable error) {
    underWay.remove(asked);
    if (asked.done == null) {
      return;
    }
    if (error == null) {
      if (asked.late) {
        breaker.probed();
      } else {
        breaker.succeeded();
      }
      asked.done.accept(outputs, null);
      return;
    }
    Throwable cause = unwrapped(error);
    failures.accept(cause);
    if (!asked.late && breaker.failed()) {
      LOG.warn("{} fails, and is asked no more until it is ready", expected);
      lookLater();
    }
    asked.done.accept(null, cause);
  }

  @Override
  public void late(Question question) {
    for (Asked asked : underWay) {
      if (asked.question == question && asked.done != null) {
        asked.late = true;
        if (breaker.timedOut()) {
          lookLater();
        }
      }
    }
  }

  private static Throwable unwrapped(Throwable error) {
    return error instanceof CompletionException && error.getCause() != null
        ? error.getCause()
        : error;
  }

  private void onLoop(Runnable work) {
    try {
      loop.execute(work);
    } catch (RejectedExecutionException e) {
      LOG.debug("{} answered after the end of the gateway", expected);
    }
  }
}

package dev.upcall.host.gateway;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.core.wire.Ack;
import dev.upcall.core.wire.Birth;
import dev.upcall.core.wire.Foreign;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.BoundedMap;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.HostCode;
import dev.upcall.host.audit.AuditBook;
import dev.upcall.host.audit.AuditPage;
import dev.upcall.host.audit.AuditRules;
import dev.upcall.host.ensemble.Elsewhere;
import dev.upcall.host.ensemble.Ensemble;
import dev.upcall.host.tier.TierAbove;
import dev.upcall.host.transport.Connection;
import dev.upcall.host.transport.MessageListener;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the upcalls of any number of devices with the ensembles of any number of projects, one
 * per signature, so that old firmware keeps its ensemble while a new one is rolled out.
 *
 * <p>Transports hand messages over from their threads; everything else happens on the one loop that
 * is passed in. Every queue is bounded and every drop counted; an exception in a handler is counted
 * and ends that message only.
 */
public final class Gateway implements MessageListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
  private static final int MAX_INBOX = 4096;
  private static final int MAX_SESSIONS = 20_000;
  private static final int MAX_DEVICES = 20_000;

  private final Journal journal;
  private final LongSupplier nanos;
  private final ScheduledExecutorService thread;
  private final Counters counters = new Counters();
  private final GatewayLoop loop;
  private final AtomicInteger inbox = new AtomicInteger();
  private final Map<Long, ServedProject> projects = new HashMap<>();
  private final Sessions sessions = new Sessions(MAX_SESSIONS);
  private final Map<Integer, Birth> devices = BoundedMap.forgettingOldest(MAX_DEVICES);
  private final AnswerListeners listeners;
  private final Refusals refusals = new Refusals();
  private final UpcallPath upcalls;
  private final Homes homes;
  private final AuditRules audits;
  private final Drain drain;
  private final List<Replay> replays = new CopyOnWriteArrayList<>();

  /** Waits for the journal's disk in the loop's place. */
  private final ScheduledThreadPoolExecutor reader = DaemonThreads.scheduler("replay");

  /** A gateway that serves nothing yet, and raises no alarm over audits. */
  public Gateway(Journal journal, LongSupplier nanos, ScheduledExecutorService thread) {
    this(journal, nanos, thread, AuditRules.STANDARD);
  }

  /**
   * A gateway that serves nothing yet.
   *
   * @param journal not closed here
   * @param nanos a clock such as {@link System#nanoTime}
   * @param thread a single-threaded executor, not shut down here
   * @param audits what is made of devices' audits
   */
  public Gateway(
      Journal journal, LongSupplier nanos, ScheduledExecutorService thread, AuditRules audits) {
    this.audits = audits;
    this.journal = journal;
    this.nanos = nanos;
    this.thread = thread;
    this.loop = new GatewayLoop(thread, counters);
    this.homes = new Homes(journal, sessions, nanos);
    this.drain = new Drain(sessions, thread);
    this.listeners = new AnswerListeners(devices, loop);
    Recorder recorder = new Recorder(journal, counters, loop);
    this.upcalls =
        new UpcallPath(recorder, sessions, homes, drain, listeners, counters, loop, nanos);
    // What is read when the gateway ends is of no use.
    reader.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    loop.execute(homes::recall);
  }

  /** Has answers that this gateway is unsure of given by the tier above, from now on. */
  public void above(TierAbove tier) {
    loop.execute(() -> upcalls.above(tier));
  }

  /**
   * Takes a project into service, with the upcalls of its devices that the journal still holds.
   * Blocks while its models load.
   *
   * @throws UpcallException if a file is missing or unfit, or the same ensemble is served already
   */
  public void serve(Project project) {
    serve(project, Elsewhere.NONE);
  }

  /**
   * The same, with members that run in other processes.
   *
   * @param elsewhere which these are
   */
  public void serve(Project project, Elsewhere elsewhere) {
    ServedProject served = ServedProject.load(project, elsewhere, nanos, thread, audits);
    served.onBatch(size -> listeners.asked(served.name(), size));
    served.ensemble().onMember((member, took) -> listeners.ran(served.name(), member, took));
    ServedProject other =
        CompletableFuture.supplyAsync(
                () -> projects.putIfAbsent(served.shortSignature(), served), thread)
            .join();
    if (other != null) {
      served.close();
      throw Diagnostic.of(HostCode.DUPLICATE_PROJECT)
          .at("%s", project.folder())
          .found("the ensemble of \"%s\"", other.name())
          .fix("name each project folder once")
          .toException();
    }
    LOG.info("serving {}, signature {}", served.name(), served.signature());
    Replay replay =
        new Replay(
            journal,
            sessions,
            drain,
            served,
            (session, upcall, done) -> upcalls.again(served, session, upcall, done),
            reader,
            loop::execute);
    replays.add(replay);
    replay.start(thread);
  }

  /** Those in service, by the first bytes of their signatures, as {@link #status} has them. */
  public CompletableFuture<Map<String, Project>> projects() {
    return CompletableFuture.supplyAsync(
        () -> {
          Map<String, Project> all = new TreeMap<>();
          projects.forEach(
              (signature, served) ->
                  all.put(HexFormat.of().toHexDigits(signature), served.project()));
          return all;
        },
        thread);
  }

  /** Has a listener told of every answer from now on. */
  public void onAnswer(AnswerListener listener) {
    listeners.add(listener);
  }

  /** The ensemble of a served project, to switch members off and on. */
  public Optional<Ensemble> ensemble(String project) {
    return CompletableFuture.supplyAsync(
            () ->
                projects.values().stream()
                    .filter(served -> served.name().equals(project))
                    .map(ServedProject::ensemble)
                    .findFirst(),
            thread)
        .join();
  }

  /** What was counted so far. */
  public Map<GatewayCounter, Long> counters() {
    return counters.snapshot();
  }

  /** How things stand, as seen from the loop: a gateway that hangs never completes it. */
  public CompletableFuture<GatewayStatus> status() {
    return CompletableFuture.supplyAsync(
            () ->
                GatewayStatus.of(
                    List.copyOf(projects.values()),
                    devices.size(),
                    sessions.openCount(),
                    drain.hasBegun()),
            thread)
        .thenCompose(status -> status);
  }

  /**
   * Takes no new upcall from now on: devices are told that the gateway is busy, and keep them.
   *
   * @return completed when none is being worked on any more
   */
  public CompletableFuture<Void> drain() {
    return drain.begin();
  }

  /** What audits say of each project that has had any. */
  public List<AuditPage> audits() {
    return CompletableFuture.supplyAsync(
            () ->
                projects.values().stream()
                    .map(ServedProject::audits)
                    .filter(book -> !book.isEmpty())
                    .map(AuditBook::page)
                    .sorted(Comparator.comparing(AuditPage::project))
                    .toList(),
            thread)
        .join();
  }

  /** The devices that announced themselves, by device number; the last birth of each. */
  public Map<Integer, Birth> devices() {
    return CompletableFuture.supplyAsync(() -> Map.copyOf(devices), thread).join();
  }

  @Override
  public void received(Connection from, Message message) {
    counters.count(GatewayCounter.RECEIVED);
    if (inbox.incrementAndGet() > MAX_INBOX) {
      inbox.decrementAndGet();
      counters.count(GatewayCounter.DROPPED_INBOX);
      return;
    }
    loop.execute(
        () -> {
          inbox.decrementAndGet();
          handle(from, message);
        });
  }

  @Override
  public void malformed(Connection from, UpcallException reason) {
    counters.count(GatewayCounter.MALFORMED);
    refusals.logMalformed(from, reason.diagnostics().get(0));
  }

  @Override
  public void impostor(Connection from, Message message, UpcallException reason) {
    counters.count(GatewayCounter.IMPOSTORS);
    refusals.impostor(from, message, reason);
  }

  private void handle(Connection from, Message message) {
    if (message instanceof UpcallRequest upcall) {
      upcall(from, upcall);
    } else if (message instanceof Birth birth) {
      birth(from, birth);
    } else if (Refusals.isForDevices(message)) {
      refuse(from, message, Ack.Code.UNSUPPORTED, GatewayCounter.REFUSED);
    } else if (message instanceof Foreign foreign) {
      counters.count(Refusals.counter(foreign));
      refusals.foreign(from, foreign).ifPresent(refusal -> loop.send(from, refusal));
    }
    // Results, statistics and acknowledgements concern whoever asked for them.
  }

  private void birth(Connection from, Birth birth) {
    ServedProject served = projects.get(birth.header().signature());
    devices.put(birth.header().device(), birth);
    if (served == null || !served.signature().equals(birth.signature())) {
      refuse(from, birth, Ack.Code.UNKNOWN_SIGNATURE, GatewayCounter.UNKNOWN_SIGNATURE);
      return;
    }
    LOG.info("{}: {} on {} runs {}", from.name(), birth.name(), birth.board(), birth.project());
    homes.born(birth, from).forEach(answer -> loop.send(from, answer));
  }

  private void upcall(Connection from, UpcallRequest upcall) {
    ServedProject served = projects.get(upcall.header().signature());
    if (served == null) {
      refuse(from, upcall, Ack.Code.UNKNOWN_SIGNATURE, GatewayCounter.UNKNOWN_SIGNATURE);
      return;
    }
    upcalls
        .take(served, upcall, from)
        .ifPresent(
            code ->
                refuse(
                    from,
                    upcall,
                    code,
                    code == Ack.Code.BUSY ? GatewayCounter.DROPPED_BUSY : GatewayCounter.REFUSED));
  }

  private void refuse(Connection from, Message message, Ack.Code code, GatewayCounter counter) {
    counters.count(counter);
    refusals.log(from, message, code, devices.get(message.header().device()));
    loop.send(from, Refusals.ack(message, code));
  }

  /** Takes all projects out of service. */
  @Override
  public void close() {
    replays.forEach(Replay::close);
    reader.shutdown();
    Map<Long, ServedProject> served =
        CompletableFuture.supplyAsync(
                () -> {
                  Map<Long, ServedProject> all = Map.copyOf(projects);
                  projects.clear();
                  return all;
                },
                thread)
            .join();
    served.values().forEach(ServedProject::close);
  }
}

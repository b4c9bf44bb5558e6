package dev.upcall.tests.overload;

import dev.upcall.cli.bench.gateway.JavaDevice;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.project.Signature;
import dev.upcall.core.wire.Ack;
import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.gateway.Gateway;
import dev.upcall.host.gateway.GatewayCounter;
import dev.upcall.host.gateway.Journal;
import dev.upcall.host.gateway.MemoryJournal;
import dev.upcall.host.journal.FileJournal;
import dev.upcall.host.journal.JournalSettings;
import dev.upcall.host.transport.Connection;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * A process of little memory whose gateway gets ten times what it can do: because its members are
 * slow, because they are away, and because its journal is full. Ends with a line for each, or with
 * an exception where something was lost uncounted or memory grew.
 */
public final class OverloadedGateway implements Connection {
  private static final int DEVICES = 1000;
  private static final int PER_SECOND = 5000;
  private static final Duration EACH = Duration.ofNanos(10_000_000_000L / PER_SECOND);
  private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(60);
  private static final int JOURNAL_BYTES = 4 << 20;

  /** What a collection leaves varies by that much. */
  private static final double HEAP_NOISE_MB = 8;

  private final Project project;
  private final Duration time;
  private final Header first;
  private final Bytes scores;
  private final Bytes input;
  private final LongAdder answered = new LongAdder();
  private final LongAdder turnedAway = new LongAdder();
  private final LongAdder stored = new LongAdder();
  private int next;

  private OverloadedGateway(Project project, Duration time) {
    this.project = project;
    this.time = time;
    this.first = new Header(0, 1, 0, Header.signatureOf(Signature.of(project)), 0, 0);
    this.scores = Bytes.of(new byte[project.manifest().classes().size()]);
    this.input = Bytes.of(new byte[project.manifest().input().size()]);
  }

  /** Arguments: a project's folder, a folder for the journal, seconds for each overload. */
  public static void main(String[] args) throws InterruptedException {
    Project project = ProjectLoader.load(Path.of(args[0]));
    Duration time = Duration.ofSeconds(Integer.parseInt(args[2]));
    try (Journal memory = new MemoryJournal()) {
      new OverloadedGateway(project, time).run("slow members", memory, false);
    }
    try (Journal memory = new MemoryJournal()) {
      new OverloadedGateway(project, time).run("no member", memory, true);
    }
    JournalSettings settings =
        JournalSettings.of(Path.of(args[1])).within(JOURNAL_BYTES, Duration.ZERO);
    try (Journal files = FileJournal.open(settings)) {
      new OverloadedGateway(project, time).run("full journal", files, true);
    }
  }

  private void run(String what, Journal journal, boolean away) throws InterruptedException {
    ScheduledExecutorService loop = DaemonThreads.scheduler("loop");
    SlowMembers members = new SlowMembers(loop);
    members.take(EACH);
    members.away(away);
    try (Gateway gateway = new Gateway(journal, System::nanoTime, loop)) {
      gateway.serve(project, members);
      announce(gateway);
      load(gateway, time.dividedBy(2));
      double before = heapMb();
      load(gateway, time.dividedBy(2));
      double growth = heapMb() - before;
      members.take(Duration.ZERO);
      members.away(false);
      awaitQuiet(gateway, journal);
      Map<GatewayCounter, Long> counts = gateway.counters();
      account(counts, journal.isDurable());
      require(growth < HEAP_NOISE_MB, "the heap grew by " + growth + " MB");
      long before2 = answered.sum();
      ask(gateway);
      awaitQuiet(gateway, journal);
      require(answered.sum() == before2 + 1, "answers nobody any more");
      System.out.printf(
          "R12 %s: %d upcalls, %d answered, %d turned away, %d given up, %d dropped; heap %+.1f MB"
              + " in the second half%n",
          what,
          next,
          answered.sum(),
          turnedAway.sum(),
          counts.get(GatewayCounter.UNANSWERED),
          counts.get(GatewayCounter.DROPPED_INBOX),
          growth);
    } finally {
      loop.shutdownNow();
    }
  }

  /** So that answers to what is stored find their devices. */
  private void announce(Gateway gateway) {
    for (int device = 1; device <= DEVICES; device++) {
      Header header = new Header(device, first.boot(), 0, first.signature(), 0, 0);
      gateway.received(this, JavaDevice.birth(project, header, 1, "dev-" + device));
    }
  }

  /** Asks at a steady rate, whatever comes back. */
  private void load(Gateway gateway, Duration during) {
    long begin = System.nanoTime();
    int sent = 0;
    for (long now = begin; now - begin < during.toNanos(); now = System.nanoTime()) {
      long due = (now - begin) * PER_SECOND / 1_000_000_000L;
      for (; sent < due; sent++) {
        ask(gateway);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void ask(Gateway gateway) {
    Header header =
        new Header(
            1 + next % DEVICES, first.boot(), next / DEVICES, first.signature(), 0, first.stage());
    next++;
    gateway.received(this, new UpcallRequest(header, 0, scores, input));
  }

  /** Until nothing waits, here or in the journal. */
  private static void awaitQuiet(Gateway gateway, Journal journal) throws InterruptedException {
    long end = System.nanoTime() + LIMIT_NS;
    while (gateway.status().join().open() > 0 || journal.stats().unanswered() > 0) {
      require(System.nanoTime() < end, "does not come to rest: " + gateway.counters());
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  /** Each upcall ended in one way, and was counted there. */
  private void account(Map<GatewayCounter, Long> counts, boolean durable) {
    long refused = counts.get(GatewayCounter.DROPPED_BUSY) + counts.get(GatewayCounter.NOT_STORED);
    long taken = counts.get(GatewayCounter.UPCALLS) - counts.get(GatewayCounter.NOT_STORED);
    long ended = counts.get(GatewayCounter.DROPPED_INBOX) + counts.get(GatewayCounter.DROPPED_BUSY);
    require(counts.get(GatewayCounter.UPCALLS) + ended == next, "upcalls are missing: " + counts);
    require(turnedAway.sum() == refused, turnedAway.sum() + " were told of " + counts);
    require(answered.sum() == counts.get(GatewayCounter.ANSWERS), "answers are missing: " + counts);
    // What is stored and given up is tried again until it is answered; what is not is given up.
    require(
        durable
            ? answered.sum() == taken && stored.sum() == taken
            : answered.sum() + counts.get(GatewayCounter.UNANSWERED) == taken,
        "neither answered nor given up: " + counts);
    require(refused + ended > 0 || counts.get(GatewayCounter.UNANSWERED) > 0, "no overload");
    require(counts.get(GatewayCounter.HANDLER_FAILURES) == 0, "a handler failed");
  }

  private static double heapMb() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }

  @Override
  public boolean send(Message message) {
    if (message instanceof Answer) {
      answered.increment();
    } else if (message instanceof Ack ack) {
      (ack.code() == Ack.Code.STORED ? stored : turnedAway).increment();
    }
    return true;
  }

  @Override
  public String name() {
    return "load";
  }

  @Override
  public long bytesIn() {
    return 0;
  }

  @Override
  public long bytesOut() {
    return 0;
  }
}

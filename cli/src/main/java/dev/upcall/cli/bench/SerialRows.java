package dev.upcall.cli.bench;

import dev.upcall.cli.Console;
import dev.upcall.cli.bench.gateway.PtyBoard;
import dev.upcall.cli.firmware.Home;
import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.project.Signature;
import dev.upcall.core.wire.Result;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.MemoryJournal;
import dev.upcall.host.inject.Injected;
import dev.upcall.host.inject.Injector;
import dev.upcall.host.inject.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Inputs of 3072 bytes that firmware sends up a serial line: how much of the line they fill at 921
 * 600 baud, and how many a second a pseudo-terminal carries. Each sample comes down the line, runs,
 * is asked about and answered; four are under way at a time.
 */
final class SerialRows {
  private static final int BAUD = 921_600;
  private static final int SAMPLES = 300;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** A policy that is sure of nothing. */
  private static final String ALWAYS_ASK =
      "{run: small, policy: {use: LogisticRegression, beta: -1000, w1: 1, w2: -1}}";

  private final Console console;

  SerialRows(Console console) {
    this.console = console;
  }

  List<BenchRow> measure() throws IOException, InterruptedException {
    console.step("%d inputs of CIFAR-10's size up a serial line of %d baud", SAMPLES, BAUD);
    QuantProjects.nameData();
    Project project =
        ProjectLoader.load(
            LadderVariant.write(
                Home.path("examples/cifar10"), "cifar10-serial", List.of(ALWAYS_ASK)));
    Path firmware =
        new Compiler(new BoardCatalogue())
            .compile(
                CompileRequest.of(
                    project.folder(), "posix", Home.path("firmware-out/bench/serial")))
            .folder();
    PtyBoard.build(firmware);
    int bytes = project.manifest().input().size();
    double line = BAUD / 10.0;
    double paced = perSecond(project, firmware, BAUD);
    double unpaced = perSecond(project, firmware, 0);
    return List.of(
        BenchRow.higher("gateway.serial.shareOfLine", paced * bytes / line, "of the line", SAMPLES)
            .note("%d-byte inputs at %d baud, %.1f a second".formatted(bytes, BAUD, paced)),
        BenchRow.higher("gateway.serial.unpacedPerSecond", unpaced, "upcalls/s", SAMPLES)
            .note("the same over a pseudo-terminal as fast as it goes"));
  }

  private static double perSecond(Project project, Path firmware, int baud)
      throws IOException, InterruptedException {
    ScheduledExecutorService timer = DaemonThreads.scheduler("injector");
    Injector injector = new Injector(System::nanoTime, timer, Injector.Timing.DEFAULT);
    try (PtyBoard board = PtyBoard.start(firmware, baud);
        GatewayService service = new GatewayService(new MemoryJournal(), List.of(injector))) {
      service.gateway().serve(project);
      service.serial(board.port().toString(), BAUD);
      Target target = injector.awaitTarget(Signature.of(project), "the board", LIMIT);
      List<byte[]> samples = samples(project.manifest().input().size());
      run(injector, target, samples.subList(0, SAMPLES / 10));
      long begin = System.nanoTime();
      run(injector, target, samples);
      return SAMPLES / ((System.nanoTime() - begin) / 1e9);
    } finally {
      timer.shutdownNow();
    }
  }

  private static List<byte[]> samples(int bytes) {
    Random random = new Random(SAMPLES);
    List<byte[]> samples = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      byte[] sample = new byte[bytes];
      random.nextBytes(sample);
      samples.add(sample);
    }
    return samples;
  }

  private static void run(Injector injector, Target target, List<byte[]> samples)
      throws InterruptedException {
    List<CompletableFuture<Injected>> results = new ArrayList<>();
    samples.forEach(sample -> results.add(injector.inject(target, sample, true)));
    for (CompletableFuture<Injected> result : results) {
      try {
        if (result.get().source() != Result.Source.ANSWERED) {
          throw new IllegalStateException("an upcall was not answered");
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException("a sample was lost", e.getCause());
      }
    }
  }
}

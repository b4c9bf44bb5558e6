package dev.upcall.host.inject;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Signature;
import dev.upcall.core.wire.Ack;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.MessageType;
import dev.upcall.core.wire.Result;
import dev.upcall.core.wire.Sample;
import dev.upcall.host.HostCode;
import dev.upcall.host.testing.Devices;
import dev.upcall.host.testing.RecordingConnection;
import dev.upcall.host.testing.TinyProject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InjectorTest {
  private static final byte[] INPUT = {1, 2, 3, 4};

  @TempDir Path folder;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final RecordingConnection device = new RecordingConnection();
  private Project project;

  @BeforeEach
  void writeProject() {
    project = TinyProject.in(folder);
  }

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  @Test
  void aResultIsReportedWithItsSample() throws Exception {
    Injector injector = injector(Duration.ofSeconds(20));
    CompletableFuture<Injected> future = injector.inject(born(injector, 1), INPUT, true);
    Sample sample = device.next(Sample.class);
    assertTrue(sample.header().has(Header.RAW));
    assertEquals(1, sample.header().boot());
    assertEquals(Bytes.of(INPUT), sample.data());

    injector.received(device, result(sample));
    Injected injected = future.get(10, TimeUnit.SECONDS);
    assertEquals(1, injected.classIndex());
    assertEquals(2, injected.stage());
    assertEquals(Result.Source.ANSWERED, injected.source());
    assertArrayEquals(new byte[] {5, 6}, injected.scores());
    assertEquals(1, injected.attempts());
    assertFalse(injected.wall().isNegative());
  }

  @Test
  void aDeviceOfAnotherReleaseIsNamed() {
    Injector injector = injector(Duration.ofSeconds(20));
    injector.received(device, Devices.changed(Devices.birth(project, 1, 1), 0, 2));
    UpcallException e =
        assertThrows(
            UpcallException.class,
            () -> injector.awaitTarget(new byte[32], "here", Duration.ofMinutes(1)));
    assertEquals(HostCode.WRONG_FIRMWARE, e.diagnostics().get(0).code());
    assertEquals("wire version 2 is not spoken here", e.diagnostics().get(0).found());
  }

  @Test
  void aLostSampleIsSentAgainUnderTheSameNumber() throws Exception {
    Injector injector = injector(Duration.ofMillis(20));
    CompletableFuture<Injected> future = injector.inject(born(injector, 1), INPUT, false);
    Sample first = device.next(Sample.class);
    Sample second = device.next(Sample.class);
    assertEquals(first.header().withAttempt(1), second.header());
    assertEquals(first.data(), second.data());
    injector.received(device, result(second));
    assertTrue(future.get(10, TimeUnit.SECONDS).attempts() >= 2);
    // A late copy of the result concerns nobody.
    injector.received(device, result(first));
  }

  @Test
  void aSilentDeviceIsGivenUp() throws Exception {
    Injector injector = injector(Duration.ofMillis(1));
    CompletableFuture<Injected> future = injector.inject(born(injector, 1), INPUT, false);
    assertEquals(HostCode.NO_RESULT, failure(future));
    assertEquals(3, device.rest().size());
  }

  @Test
  void aBusyDeviceIsAskedAgainSoon() throws Exception {
    Injector injector = injector(Duration.ofSeconds(20));
    CompletableFuture<Injected> future = injector.inject(born(injector, 1), INPUT, false);
    injector.received(device, ack(device.next(Sample.class), Ack.Code.BUSY));
    injector.received(device, result(device.next(Sample.class)));
    assertEquals(2, future.get(10, TimeUnit.SECONDS).attempts());
  }

  @Test
  void aRestartedDeviceGetsTheSampleOnceMore() throws Exception {
    Injector injector = injector(Duration.ofSeconds(20));
    CompletableFuture<Injected> future = injector.inject(born(injector, 1), INPUT, false);
    injector.received(device, ack(device.next(Sample.class), Ack.Code.OTHER_BOOT));
    born(injector, 2);
    Sample again = device.next(Sample.class);
    assertEquals(2, again.header().boot());
    injector.received(device, result(again));
    assertEquals(1, future.get(10, TimeUnit.SECONDS).classIndex());
  }

  @Test
  void aRefusedSampleFailsAtOnce() throws Exception {
    Injector injector = injector(Duration.ofSeconds(20));
    CompletableFuture<Injected> future = injector.inject(born(injector, 1), INPUT, false);
    injector.received(device, ack(device.next(Sample.class), Ack.Code.WRONG_SIZE));
    assertEquals(HostCode.NO_RESULT, failure(future));
  }

  @Test
  void samplesWaitUntilTheDeviceHasRoom() throws Exception {
    Injector injector = injector(Duration.ofSeconds(20));
    Target target = born(injector, 1);
    CompletableFuture<Injected> first = injector.inject(target, INPUT, false);
    CompletableFuture<Injected> second = injector.inject(target, INPUT, false);
    Sample sample = device.next(Sample.class);
    assertEquals(0, device.rest().size());
    injector.received(device, result(sample));
    injector.received(device, result(device.next(Sample.class)));
    assertEquals(1, first.get(10, TimeUnit.SECONDS).result().header().sequence());
    assertEquals(2, second.get(10, TimeUnit.SECONDS).result().header().sequence());
  }

  @Test
  void saysWhetherThereIsNoDeviceOrAnotherOne() {
    Injector injector = injector(Duration.ofSeconds(20));
    assertEquals(HostCode.NO_DEVICE, missing(injector));
    Project other = TinyProject.named(folder.resolve("other"), "other", 2);
    injector.received(device, Devices.birth(other, 1, 1));
    assertEquals(HostCode.WRONG_FIRMWARE, missing(injector));
  }

  @Test
  void saysSoonThatOnlyAnotherDeviceIsThere() {
    Injector injector = injector(Duration.ofSeconds(20));
    Project other = TinyProject.named(folder.resolve("other"), "other", 2);
    injector.received(device, Devices.birth(other, 1, 1));
    Duration hour = Duration.ofHours(1);
    UpcallException e =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () ->
                assertThrows(
                    UpcallException.class,
                    () -> injector.awaitTarget(Signature.of(project), "test", hour)));
    assertEquals(HostCode.WRONG_FIRMWARE, e.diagnostics().get(0).code());
  }

  private Object missing(Injector injector) {
    byte[] signature = Signature.of(project);
    return assertThrows(
            UpcallException.class,
            () -> injector.awaitTarget(signature, "test", Duration.ofMillis(5)))
        .diagnostics()
        .get(0)
        .code();
  }

  private Injector injector(Duration slack) {
    return new Injector(
        System::nanoTime, timer, new Injector.Timing(slack, 3, Duration.ofMillis(20)));
  }

  private Target born(Injector injector, int boot) throws Exception {
    injector.received(device, Devices.birth(project, 7, boot));
    return injector.awaitTarget(Signature.of(project), "test", Duration.ofSeconds(10));
  }

  private static Result result(Sample sample) {
    Header header = sample.header().withFlags(0).withStage(2);
    return new Result(header, Result.Source.ANSWERED, 1, 0, Bytes.of((byte) 5, (byte) 6));
  }

  private static Ack ack(Sample sample, Ack.Code code) {
    return new Ack(sample.header(), MessageType.SAMPLE, code);
  }

  private static Object failure(CompletableFuture<Injected> future) {
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> future.get(10, TimeUnit.SECONDS));
    return ((UpcallException) e.getCause()).diagnostics().get(0).code();
  }
}

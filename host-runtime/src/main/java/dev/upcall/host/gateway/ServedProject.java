package dev.upcall.host.gateway;

import dev.upcall.core.project.Manifest;
import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Signature;
import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.ensemble.CombinedAnswer;
import dev.upcall.host.ensemble.Ensemble;
import dev.upcall.host.ensemble.EnsembleModels;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/** A project in service: its ensemble, and what its upcalls must look like. */
final class ServedProject {
  /** Upcalls that may wait for the ensemble before devices are told that it is busy. */
  private static final int MAX_WAITING = 1024;

  private final Manifest manifest;
  private final Bytes signature;
  private final Preprocessor preprocessor;
  private final Ensemble ensemble;
  private final Batcher batcher;

  private ServedProject(
      Manifest manifest,
      Bytes signature,
      Preprocessor preprocessor,
      Ensemble ensemble,
      LongSupplier nanos,
      ScheduledExecutorService loop) {
    this.manifest = manifest;
    this.signature = signature;
    this.preprocessor = preprocessor;
    this.ensemble = ensemble;
    // The manifest's deadline is the device's: half of it is for the ensemble, half for the way.
    Duration budget = Duration.ofMillis(manifest.host().deadlineMs()).dividedBy(2);
    this.batcher = new Batcher(this::answer, budget, MAX_WAITING, nanos, loop);
  }

  /**
   * Loads a project.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException with every file that is missing or unfit
   */
  static ServedProject load(Project project, LongSupplier nanos, ScheduledExecutorService loop) {
    Bytes signature = Bytes.of(Signature.of(project));
    EnsembleModels models = EnsembleModels.load(project);
    return new ServedProject(
        project.manifest(),
        signature,
        models.preprocessor(),
        Ensemble.of(models, loop),
        nanos,
        loop);
  }

  String name() {
    return manifest.name();
  }

  /** SHA-256, 32 bytes. */
  Bytes signature() {
    return signature;
  }

  /** What message headers carry of it. */
  long shortSignature() {
    return Header.signatureOf(signature.toArray());
  }

  Ensemble ensemble() {
    return ensemble;
  }

  Batcher batcher() {
    return batcher;
  }

  /** Whether input and scores have the project's sizes. */
  boolean hasRightSizes(UpcallRequest upcall) {
    return upcall.input().length() == manifest.input().size()
        && upcall.scores().length() == manifest.classes().size();
  }

  /** The answer as the wire has it, to the upcall with that header. */
  Answer toAnswer(Header upcall, CombinedAnswer combined) {
    Header header =
        new Header(
            upcall.device(),
            upcall.boot(),
            upcall.sequence(),
            upcall.signature(),
            0,
            upcall.stage());
    return new Answer(header, combined.classIndex(), combined.confidence(), bits(combined));
  }

  private int bits(CombinedAnswer combined) {
    int bits = 0;
    List<String> members = manifest.host().members();
    for (int i = 0; i < Math.min(Integer.SIZE, members.size()); i++) {
      if (combined.members().contains(members.get(i))) {
        bits |= 1 << i;
      }
    }
    return bits;
  }

  private CompletableFuture<List<CombinedAnswer>> answer(
      List<UpcallRequest> batch, Duration budget) {
    float[][] samples =
        batch.stream()
            .map(upcall -> preprocessor.dequantize(upcall.input().toArray()))
            .toArray(float[][]::new);
    return ensemble.answer(samples, budget);
  }

  void close() {
    ensemble.close();
  }
}

package dev.upcall.training;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Project;
import dev.upcall.core.training.TrainingService.Processor;
import dev.upcall.core.training.TrainingService.Start;
import dev.upcall.training.TrainReport.MemberReport;
import dev.upcall.training.arch.Architecture;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.data.PictureShape;
import dev.upcall.training.export.ManifestHeads;
import dev.upcall.training.fit.Checkpoints;
import dev.upcall.training.settings.TrainingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Trains a project's members and heads and writes them to where its manifest says. */
public final class Trainer {
  /** Folder in the project, there while a training is under way. */
  private static final String CHECKPOINTS = "training-checkpoints";

  private final Processor processor;

  /**
   * @param processor what computes
   */
  public Trainer(Processor processor) {
    this.processor = processor;
  }

  /** One that computes where every machine can. */
  public Trainer() {
    this(Processor.CPU);
  }

  /**
   * Trains every fold asked for, one after the other; a fold's files are written when it is done.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException if data or settings are unusable, the loss
   *     stops being a number, memory runs out or a file cannot be written
   */
  public TrainReport train(TrainRequest request) {
    TrainingSettings settings = request.settings();
    settings.requireBranches();
    settings.requireTuning();
    Project project =
        settings.method().hasHeads()
            ? ManifestHeads.complete(request.project(), settings.trained().keySet())
            : request.project();
    List<FoldReport> folds = new ArrayList<>();
    List<Checkpoints> checkpoints = new ArrayList<>();
    try (NDManager manager = TorchEngine.newManager(processor)) {
      for (int fold : request.folds()) {
        request.progress().foldStarted(fold, folds.size(), request.folds().size());
        Checkpoints ofFold = checkpoints(request, fold);
        checkpoints.add(ofFold);
        // Folds differ in their seed too, so that a lucky start does not favour all of them.
        FoldReport report =
            new FoldTraining(
                    project.withFold(fold),
                    request.settings(),
                    request.seed() + fold,
                    manager,
                    ofFold,
                    request.progress())
                .run();
        request.progress().foldFinished(report);
        folds.add(report);
      }
      if (request.start() == Start.FINISH) {
        checkpoints.forEach(Checkpoints::deleteBegun);
      } else {
        // Not before: whoever goes on with the last of many folds wants the first ones at once.
        checkpoints.forEach(Checkpoints::delete);
      }
      return new TrainReport(
          project.manifest().name(),
          request.settings().method().key(),
          request.seed(),
          members(request, manager),
          folds);
    } catch (OutOfMemoryError e) {
      throw outOfMemory(request, e);
    } catch (EngineException e) {
      if (String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("memory")) {
        throw outOfMemory(request, e);
      }
      throw e;
    }
  }

  /** Of the processor too: each kind adds up in another order and comes to other bits. */
  private Checkpoints checkpoints(TrainRequest request, int fold) {
    Checkpoints checkpoints =
        new Checkpoints(
            request.project().folder().resolve(CHECKPOINTS).resolve("fold-" + fold),
            request.settings() + ", " + processor,
            request.start() == Start.FINISH);
    if (request.start() == Start.FRESH) {
      checkpoints.clear();
    }
    return checkpoints;
  }

  private static Map<String, MemberReport> members(TrainRequest request, NDManager manager) {
    MapShape input = PictureShape.of(request.project().manifest().input());
    int classes = request.project().manifest().classes().size();
    Map<String, MemberReport> members = new TreeMap<>();
    request
        .settings()
        .trained()
        .forEach((name, member) -> members.put(name, size(member, input, classes, manager)));
    return members;
  }

  private static MemberReport size(
      Architecture member, MapShape input, int classes, NDManager manager) {
    MemberSize size =
        MemberSize.of(member.layers(), input, manager)
            .plus(MemberSize.linear(member.features(input), classes));
    return new MemberReport(member.name(), size.parameters(), size.macs());
  }

  private static RuntimeException outOfMemory(TrainRequest request, Throwable cause) {
    return Diagnostic.of(TrainingCode.OUT_OF_MEMORY)
        .found(
            "batches of %d, %s",
            request.settings().fit().batch(), String.valueOf(cause.getMessage()))
        .fix("lower batch, width or depth in training.yaml")
        .toException();
  }
}

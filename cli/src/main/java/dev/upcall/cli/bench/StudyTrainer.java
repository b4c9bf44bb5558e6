package dev.upcall.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.upcall.cli.Console;
import dev.upcall.cli.Trainers;
import dev.upcall.core.json.JsonWriter;
import dev.upcall.core.training.TrainingService;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Trains what a study's cells are made of, each in a copy of its project. */
final class StudyTrainer {
  private final Console console;

  StudyTrainer(Console console) {
    this.console = console;
  }

  /**
   * What a cell keeps of its training: the trainer's report, or what {@link QuantizedMember} says.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException if data is missing or training fails
   */
  JsonNode report(Study study, Study.Task task, long seed) throws IOException {
    if (task.name().equals(Study.QUANTIZED)) {
      return new QuantizedMember(console, this, study, seed).report();
    }
    return train(
        study,
        task,
        seed,
        task.method().equals("distil")
            ? List.of(model(study, Study.base(), seed, Study.BASE))
            : List.of());
  }

  /** A member's model as a task leaves it, trained now where that was done elsewhere. */
  Path model(Study study, Study.Task task, long seed, String member) throws IOException {
    if (study.trained(task, seed, member).isEmpty()) {
      train(study, task, seed, List.of());
    }
    return study.trained(task, seed, member).orElseThrow();
  }

  /**
   * One training, gone on with where it was cut off.
   *
   * @param models of members that it does not train but reads
   */
  JsonNode train(Study study, Study.Task task, long seed, List<Path> models) throws IOException {
    TrainingService.Options training =
        new TrainingService.Options(
            List.of(0),
            Optional.of(task.method()),
            task.members(),
            OptionalInt.empty(),
            OptionalLong.of(seed),
            OptionalInt.empty(),
            Optional.empty(),
            TrainingService.Start.RESUME,
            TrainingService.Processor.CPU);
    TrainingService.Report report =
        Trainers.find()
            .train(
                study.copy(task, seed, models),
                training,
                console.progressStream(),
                console.isTerminal());
    return new ObjectMapper().readTree(new JsonWriter().write(report.data()));
  }
}

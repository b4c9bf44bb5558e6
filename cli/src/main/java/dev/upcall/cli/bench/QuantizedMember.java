package dev.upcall.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.upcall.cli.Console;
import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.Ladder;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.compiler.quant.WeightBits;
import dev.upcall.core.data.ProjectData;
import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A study's device member, trained by itself, before and after it is tuned for the compiler's
 * integers: its answers to the test samples as floats and as what the compiler makes of its file
 * where nothing else is said. By bits of the weights:
 *
 * <pre>
 *   {"int8": {"untuned": {"floats": answers, "integers": answers},
 *             "tuned":   {"floats": answers, "integers": answers},
 *             "training": the trainer's report of the tuning}, ...}
 * </pre>
 */
final class QuantizedMember {
  /** In the order of rows. */
  static final Map<String, WeightBits> BITS =
      new TreeMap<>(Map.of("int8", WeightBits.INT8, "int4", WeightBits.INT4)).descendingMap();

  private final Console console;
  private final StudyTrainer trainer;
  private final Study study;
  private final long seed;
  private final Compiler compiler = new Compiler(new BoardCatalogue());

  QuantizedMember(Console console, StudyTrainer trainer, Study study, long seed) {
    this.console = console;
    this.trainer = trainer;
    this.study = study;
    this.seed = seed;
  }

  /** Trains what is missing, and measures. */
  JsonNode report() throws IOException {
    Study.Task alone = study.deviceAlone();
    String member = alone.members().get(0);
    // It comes to the same bytes whoever is trained beside it.
    Optional<Path> beside = study.trained(study.independent(), seed, member);
    Path trained = beside.isPresent() ? beside.get() : trainer.model(study, alone, seed, member);
    ObjectNode report = new ObjectMapper().createObjectNode();
    try (Firmware firmware = new Firmware()) {
      for (String bits : BITS.keySet()) {
        Study.Task tuning = study.tuning(bits);
        Project project = study.copy(tuning, seed, List.of(trained));
        ObjectNode measured = report.putObject(bits);
        measured.set("untuned", answers(firmware, project, member, bits));
        console.step("%s: tuned for %s, seed %d", study.data(), bits, seed);
        JsonNode training = trainer.train(study, tuning, seed, List.of(trained));
        measured.set("tuned", answers(firmware, project, member, bits));
        measured.set("training", training);
      }
    }
    return report;
  }

  private ObjectNode answers(Firmware firmware, Project project, String member, String bits) {
    CompileRequest request =
        CompileRequest.of(project.folder(), "posix", Path.of(""))
            .withQuantization(QuantOptions.STANDARD.withWeights(BITS.get(bits)));
    Ladder<Graph> floats = compiler.legalise(compiler.load(request));
    QuantGraph integers = compiler.quantize(floats).members().get(0).model();
    QuantAnswers answers =
        new QuantAnswers(
            firmware,
            new Preprocessor(project.manifest().input()),
            ProjectData.load(project).of(Split.TEST));
    Path file = project.resolve(project.manifest().members().get(member).model());
    ObjectNode both = new ObjectMapper().createObjectNode();
    both.set(
        "floats",
        StudyCell.Answers.of(answers.floats(floats.members().get(0).model(), file)).json());
    both.set("integers", StudyCell.Answers.of(answers.integers(study.data(), integers)).json());
    return both;
  }
}

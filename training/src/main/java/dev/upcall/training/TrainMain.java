package dev.upcall.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.upcall.core.diagnostic.Exit;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.training.settings.SettingsLoader;
import java.io.PrintStream;
import java.util.List;
import org.apache.commons.cli.ParseException;

/**
 * {@code upcall train}: a program of its own, because nobody who only compiles models should have
 * PyTorch on the class path. The report goes to standard output, progress and errors to standard
 * error.
 */
public final class TrainMain {
  private final PrintStream out;
  private final PrintStream err;

  TrainMain(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) {
    // PyTorch's threads would keep the process alive.
    System.exit(new TrainMain(System.out, System.err).run(arguments).code());
  }

  Exit run(String... arguments) {
    try {
      TrainOptions options = TrainOptions.parse(arguments);
      if (options.help()) {
        out.print(TrainOptions.USAGE);
        return Exit.OK;
      }
      TrainReport report = train(options);
      out.print(options.json() ? json(report) : ReportTable.of(report));
      return Exit.OK;
    } catch (ParseException e) {
      err.println("error: " + e.getMessage());
      err.print(TrainOptions.USAGE);
      return Exit.USAGE;
    } catch (UpcallException e) {
      e.diagnostics().forEach(err::println);
      return e.exit();
    }
  }

  private TrainReport train(TrainOptions options) {
    Project project = ProjectLoader.load(options.folder());
    List<Integer> folds = options.folds(project);
    try (CsvLog log = new CsvLog(options.log(project))) {
      ConsoleProgress console = new ConsoleProgress(err, System.console() != null);
      return new Trainer()
          .train(
              new TrainRequest(
                  project,
                  folds,
                  options.apply(SettingsLoader.load(project)),
                  options.seed(),
                  ProgressListener.all(List.of(console, log))));
    }
  }

  private static String json(TrainReport report) {
    try {
      return new ObjectMapper()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsString(report)
          + System.lineSeparator();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report of numbers and names cannot be written", e);
    }
  }
}

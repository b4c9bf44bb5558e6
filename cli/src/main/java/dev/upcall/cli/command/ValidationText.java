package dev.upcall.cli.command;

import dev.upcall.cli.Console;
import dev.upcall.cli.validate.OutputError;
import dev.upcall.cli.validate.ValidationReport;
import dev.upcall.cli.validate.ValidationReport.Difference;
import dev.upcall.cli.validate.ValidationReport.Stage;
import dev.upcall.core.text.LongNames;
import java.util.Locale;

/** A validation for people. */
final class ValidationText {
  private ValidationText() {}

  static void print(ValidationReport report, Console console) {
    for (Stage stage : report.stages()) {
      console.line(
          "%s (%s) on %s, %d samples: %s",
          stage.name(), stage.model(), report.board(), stage.samples(), stage.origin());
      stage
          .floats()
          .ifPresentOrElse(
              errors -> errors("C against the float reference", errors, console),
              () ->
                  console.line(
                      "  C against the integer reference   %d of %d bytes differ",
                      stage.mismatchedBytes(), stage.comparedBytes()));
      stage
          .worstInC()
          .ifPresent(
              layer ->
                  console.line(
                      "  farthest layer of the C           %s by %s, SQNR %.1f dB, sample %d (%s)",
                      layer.operator(),
                      layer.kernel(),
                      layer.error().sqnrDb(),
                      layer.sample(),
                      layer.source()));
      stage.firstDifference().ifPresent(difference -> print(difference, console));
      stage
          .accuracy()
          .ifPresent(
              accuracy ->
                  console.line(
                      "  accuracy                          %.4f %s%s",
                      accuracy,
                      stage.floats().isPresent() ? "on the device" : "in integers",
                      stage
                          .floatAccuracy()
                          .map(floats -> String.format(Locale.ROOT, ", %.4f in floats", floats))
                          .orElse("")));
      stage
          .quantization()
          .ifPresent(
              errors ->
                  errors(
                      stage.floats().isPresent()
                          ? "int8 logits against floats"
                          : "integers against floats",
                      errors,
                      console));
      stage
          .worstLayer()
          .ifPresent(
              layer ->
                  console.line(
                      "  worst layer                       %s %s, SQNR %.1f dB",
                      layer.operator(), LongNames.cut(layer.name(), 64), layer.sqnr()));
      stage
          .original()
          .ifPresent(
              errors ->
                  console.line(
                      "  our floats against ONNX Runtime   RMSE %.3g, greatest %.3g, same top %.3f",
                      errors.rmse(), errors.maxAbsolute(), errors.sameTop()));
      stage.remarks().forEach(remark -> console.line("  %s", remark));
    }
  }

  private static void errors(String what, OutputError errors, Console console) {
    console.line(
        "  %-32s  RMSE %.4g, MAE %.4g, greatest %.4g, cosine %.5f, SQNR %.1f dB, same top %.3f",
        what,
        errors.rmse(),
        errors.mae(),
        errors.maxAbsolute(),
        errors.cosine(),
        errors.sqnrDb(),
        errors.sameTop());
  }

  private static void print(Difference difference, Console console) {
    console.line(
        "  first difference                  sample %d, layer %d: %s by %s, %d of %d bytes (%s)",
        difference.sample(),
        difference.layer(),
        difference.operator(),
        difference.kernel(),
        difference.mismatchedBytes(),
        difference.bytes(),
        difference.source());
  }
}

package dev.upcall.training;

import dev.upcall.training.fit.EpochEvent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Learning curves as SVG: accuracy on SELECT above, joint loss on a logarithmic scale below, both
 * by epoch, a colour for each fit. Written by hand, so that no fonts are needed to draw it.
 */
final class CurveSvg {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 640;
  private static final int LEFT = 70;
  private static final int RIGHT = 700;
  private static final int PANEL = 250;
  private static final int TICKS = 5;

  /** Below it a logarithm says nothing: a loss of that is none. */
  private static final double LEAST_LOSS = 1e-6;

  /** Okabe and Ito's colours, which people with any colour vision tell apart. */
  private static final List<String> COLOURS =
      List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000");

  private final StringBuilder out = new StringBuilder();
  private final Map<String, List<EpochEvent>> curves;
  private final int epochs;

  /**
   * @param curves epochs by the name of their fit, in the order to list them, none empty
   */
  CurveSvg(Map<String, List<EpochEvent>> curves) {
    this.curves = curves;
    epochs =
        curves.values().stream().flatMap(List::stream).mapToInt(EpochEvent::epoch).max().orElse(1);
  }

  @Override
  public String toString() {
    out.setLength(0);
    line(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
            + " font-size=\"13\">",
        WIDTH, HEIGHT);
    line("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT);
    panel("accuracy on select, %", 40, event -> 100 * event.select().accuracy(), value -> value);
    panel(
        "joint loss on train",
        350,
        event -> Math.log10(Math.max(LEAST_LOSS, event.loss())),
        value -> Math.pow(10, value));
    text((LEFT + RIGHT) / 2, HEIGHT - 8, "middle", "epoch");
    legend();
    line("</svg>");
    return out.toString();
  }

  /**
   * @param value what is drawn of an epoch
   * @param label the number at a tick from its place on the axis
   */
  private void panel(
      String title, int top, ToDoubleFunction<EpochEvent> value, DoubleUnaryOperator label) {
    double[] all =
        curves.values().stream().flatMap(List::stream).mapToDouble(value).sorted().toArray();
    double low = all.length == 0 ? 0 : all[0];
    double high = all.length == 0 ? 1 : all[all.length - 1];
    double span = high > low ? high - low : 1;
    text(LEFT, top - 12, "start", title);
    for (int tick = 0; tick < TICKS; tick++) {
      double share = tick / (TICKS - 1.0);
      double y = top + PANEL * (1 - share);
      line("<path d=\"M%d %.1fH%d\" stroke=\"#dddddd\"/>", LEFT, y, RIGHT);
      text(LEFT - 8, y + 4, "end", number(label.applyAsDouble(low + share * span)));
      double x = LEFT + (RIGHT - LEFT) * share;
      text(x, top + PANEL + 18, "middle", String.valueOf(Math.round(1 + share * (epochs - 1))));
    }
    int colour = 0;
    for (List<EpochEvent> curve : curves.values()) {
      String points =
          curve.stream()
              .map(
                  event ->
                      x(event.epoch()) + "," + y(top, (value.applyAsDouble(event) - low) / span))
              .collect(Collectors.joining(" "));
      line(
          "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>",
          points, colour(colour++));
    }
  }

  private String x(int epoch) {
    double share = epochs == 1 ? 0 : (epoch - 1.0) / (epochs - 1);
    return coordinate(LEFT + (RIGHT - LEFT) * share);
  }

  private static String y(int top, double share) {
    return coordinate(top + PANEL * (1 - share));
  }

  private void legend() {
    int row = 0;
    for (String name : curves.keySet()) {
      int y = 50 + 20 * row;
      line("<path d=\"M%d %dh24\" stroke=\"%s\" stroke-width=\"3\"/>", RIGHT + 20, y, colour(row));
      text(RIGHT + 52, y + 4, "start", name);
      row++;
    }
  }

  private static String colour(int index) {
    return COLOURS.get(index % COLOURS.size());
  }

  private void text(double x, double y, String anchor, String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
    line("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, escaped);
  }

  private static String coordinate(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** Three digits are enough beside a tick. */
  private static String number(double value) {
    return value >= 100
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.3g", value);
  }

  private void line(String pattern, Object... values) {
    out.append(String.format(Locale.ROOT, pattern, values)).append('\n');
  }
}

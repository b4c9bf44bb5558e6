package dev.upcall.cli.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Accuracy against upcall fraction, as SVG and PNG: the ladder's curve, a device that upcalls at
 * random, the chosen point, and what was measured on the wire.
 */
public final class CurvePicture {
  private static final Color LADDER = new Color(0x1f, 0x6f, 0xb4);
  private static final Color RANDOM = new Color(0x99, 0x99, 0x99);
  private static final Color HOST = new Color(0x2c, 0x8c, 0x4a);
  private static final Color POINT = new Color(0xd1, 0x49, 0x1d);

  private final XYChart chart;

  /**
   * @param fractions upcall fractions of the curve, 0..1, rising
   * @param accuracies the ladder's accuracy at each, 0..1
   * @param hostAlone accuracy of the host fed everything
   * @param chosenFraction the tuned policy's upcall fraction
   * @param chosenAccuracy its accuracy
   */
  public CurvePicture(
      String title,
      List<Double> fractions,
      List<Double> accuracies,
      double hostAlone,
      double chosenFraction,
      double chosenAccuracy) {
    chart =
        new XYChartBuilder()
            .width(900)
            .height(560)
            .title(title)
            .xAxisTitle("samples upcalled, %")
            .yAxisTitle("accuracy, %")
            .build();
    chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideSE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(100.0);
    chart.getStyler().setYAxisDecimalPattern("#0.0").setXAxisDecimalPattern("#0");
    double least = 100 * accuracies.stream().mapToDouble(Double::doubleValue).min().orElse(0);
    chart.getStyler().setYAxisMin(Math.floor(least) - 1).setYAxisMax(100.0);
    line("ladder: ask when unsure", percent(fractions), percent(accuracies), LADDER, 2.5f, false);
    double deviceAlone = accuracies.get(0);
    line(
        "ask at random",
        List.of(0.0, 100.0),
        percent(List.of(deviceAlone, hostAlone)),
        RANDOM,
        1.5f,
        true);
    line(
        "host alone",
        List.of(0.0, 100.0),
        percent(List.of(hostAlone, hostAlone)),
        HOST,
        1.5f,
        true);
    XYSeries point =
        chart.addSeries(
            "chosen policy", percent(List.of(chosenFraction)), percent(List.of(chosenAccuracy)));
    point.setMarker(SeriesMarkers.DIAMOND).setMarkerColor(POINT).setLineColor(POINT);
  }

  /** Writes {@code base}.svg and {@code base}.png; returns the PNG. */
  public Path write(Path base) throws IOException {
    String name = base.toString();
    VectorGraphicsEncoder.saveVectorGraphic(
        chart, name, VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
    BitmapEncoder.saveBitmap(chart, name, BitmapEncoder.BitmapFormat.PNG);
    return Path.of(name + ".png");
  }

  private void line(
      String name, List<Double> x, List<Double> y, Color color, float width, boolean dashed) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setMarker(SeriesMarkers.NONE).setLineColor(color);
    series.setLineStyle(
        dashed
            ? new BasicStroke(
                width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 5}, 0)
            : new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
  }

  private static List<Double> percent(List<Double> shares) {
    return shares.stream().map(share -> 100 * share).toList();
  }
}

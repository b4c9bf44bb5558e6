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

/** Accuracy against what it takes: a front as a line, systems as labelled points; SVG and PNG. */
public final class FrontPicture {
  /** Okabe and Ito's colours, which people with any colour vision tell apart. */
  private static final List<Color> COLOURS =
      List.of(
          new Color(0xd5, 0x5e, 0x00),
          new Color(0x00, 0x9e, 0x73),
          new Color(0xcc, 0x79, 0xa7),
          new Color(0xe6, 0x9f, 0x00),
          new Color(0x56, 0xb4, 0xe9),
          new Color(0x99, 0x99, 0x99),
          new Color(0x00, 0x00, 0x00));

  private static final Color FRONT = new Color(0x00, 0x72, 0xb2);

  private final XYChart chart;
  private int points;

  /**
   * @param unit what the horizontal axis says
   */
  public FrontPicture(String title, String unit) {
    chart =
        new XYChartBuilder()
            .width(900)
            .height(560)
            .title(title)
            .xAxisTitle(unit)
            .yAxisTitle("accuracy, %")
            .build();
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setYAxisDecimalPattern("#0.0");
  }

  /** A line; accuracies in per cent. */
  public FrontPicture front(String name, List<Double> takes, List<Double> accuracies) {
    if (!takes.isEmpty()) {
      XYSeries series = chart.addSeries(name, takes, accuracies);
      series.setMarker(SeriesMarkers.NONE).setLineColor(FRONT);
      series.setLineStyle(new BasicStroke(2.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    }
    return this;
  }

  /** A point; accuracy in per cent. */
  public FrontPicture point(String name, double takes, double accuracy) {
    Color colour = COLOURS.get(points % COLOURS.size());
    XYSeries series = chart.addSeries(name, List.of(takes), List.of(accuracy));
    series.setMarker(points < COLOURS.size() ? SeriesMarkers.DIAMOND : SeriesMarkers.CIRCLE);
    series.setMarkerColor(colour).setLineColor(colour);
    points++;
    return this;
  }

  /** Writes {@code base}.svg and {@code base}.png; returns the PNG. */
  public Path write(Path base) throws IOException {
    String name = base.toString();
    VectorGraphicsEncoder.saveVectorGraphic(
        chart, name, VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
    BitmapEncoder.saveBitmap(chart, name, BitmapEncoder.BitmapFormat.PNG);
    return Path.of(name + ".png");
  }
}

package dev.upcall.cli.picture;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;

/** A bar for each label, as SVG and PNG. */
public final class BarPicture {
  private static final Color BAR = new Color(0x1f, 0x6f, 0xb4);
  private static final int WIDTH_PER_BAR = 28;

  private final CategoryChart chart;

  /**
   * @param unit of the values
   * @param labels under the bars, no two alike
   */
  public BarPicture(String title, String unit, List<String> labels, List<Double> values) {
    chart =
        new CategoryChartBuilder()
            .width(240 + WIDTH_PER_BAR * labels.size())
            .height(560)
            .title(title)
            .yAxisTitle(unit)
            .build();
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setXAxisLabelRotation(60);
    chart.getStyler().setYAxisDecimalPattern("#,##0");
    chart.addSeries(unit, labels, values).setFillColor(BAR);
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

package dev.upcall.cli.picture;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/** A group of bars for each label, one of each series, as PNG. */
public final class GroupedBarPicture {
  /** Okabe and Ito's colours, which people with any colour vision tell apart. */
  private static final Color[] BARS = {
    new Color(0x00, 0x72, 0xb2),
    new Color(0xe6, 0x9f, 0x00),
    new Color(0x00, 0x9e, 0x73),
    new Color(0xcc, 0x79, 0xa7),
    new Color(0x56, 0xb4, 0xe9),
    new Color(0xd5, 0x5e, 0x00)
  };

  private final CategoryChart chart;

  /**
   * @param unit of the values
   * @param labels under the groups, no two alike
   * @param series name to one value for each label, null for no bar
   */
  public GroupedBarPicture(
      String title, String unit, List<String> labels, Map<String, List<Double>> series) {
    chart = new CategoryChartBuilder().width(900).height(420).title(title).yAxisTitle(unit).build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    chart.getStyler().setYAxisDecimalPattern("0.0");
    chart.getStyler().setSeriesColors(BARS);
    chart.getStyler().setYAxisMin(0.0);
    series.forEach((name, values) -> chart.addSeries(name, labels, values));
  }

  /** Writes {@code file}, which ends in .png; returns it. */
  public Path write(Path file) throws IOException {
    BitmapEncoder.saveBitmap(chart, file.toString(), BitmapEncoder.BitmapFormat.PNG);
    return file;
  }
}

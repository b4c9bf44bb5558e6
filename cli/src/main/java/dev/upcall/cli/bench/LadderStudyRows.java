package dev.upcall.cli.bench;

import static dev.upcall.cli.bench.StudyRows.POINTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Rows of a study's members with branches: side exits, and MEANet's blocks. */
final class LadderStudyRows {
  private static final List<String> BOUNDS = List.of("0.2", "1.0");

  private final String data;
  private final Map<String, List<StudyCell>> cells;
  private final List<BenchRow> rows = new ArrayList<>();

  private LadderStudyRows(String data, Map<String, List<StudyCell>> cells) {
    this.data = data;
    this.cells = cells;
  }

  static List<BenchRow> of(String data, Map<String, List<StudyCell>> cells) {
    LadderStudyRows study = new LadderStudyRows(data, cells);
    if (cells.containsKey(Study.BASE)) {
      study.exits("frozenExit", cells.get(Study.BASE));
    }
    if (cells.containsKey("earlyExit")) {
      study.exits("earlyExit", cells.get("earlyExit"));
    }
    if (cells.containsKey("earlyExit") && cells.containsKey(Study.BASE)) {
      study.exitsAgainstBase();
    }
    if (cells.containsKey("meanet")) {
      study.meanet();
    }
    return study.rows;
  }

  /** Every exit by itself, and the ladder for several bounds of lost accuracy. */
  private void exits(String name, List<StudyCell> seeds) {
    for (JsonNode block : seeds.get(0).ladder(Study.BASE).path("blocks")) {
      String exit = block.path("name").asText();
      String row = data + "." + name + "." + exit;
      rows.add(accuracy(row + ".accuracy", seeds, cell -> block(cell, Study.BASE, exit)));
      rows.add(
          BenchRow.lower(row + ".macs", block.path("macs").asLong(), "multiply-accumulates", 1));
    }
    for (String bound : BOUNDS) {
      String rule = "within " + bound + " points";
      if (route(seeds.get(0), Study.BASE, rule).isObject()) {
        String row = data + "." + name + ".within" + bound;
        route(row, seeds, Study.BASE, rule);
        rows.add(
            gain(
                BenchRow::lower,
                row + ".lossPoints",
                answers(seeds, cell -> end(cell, Study.BASE)),
                answers(seeds, cell -> route(cell, Study.BASE, rule))));
      }
    }
  }

  /** What a rule is right on, what it saves, and where samples leave. */
  private void route(String name, List<StudyCell> seeds, String member, String rule) {
    Function<StudyCell, JsonNode> route = cell -> route(cell, member, rule);
    rows.add(accuracy(name + ".accuracy", seeds, route));
    ToDoubleFunction<StudyCell> saved = cell -> route.apply(cell).path("macsSaved").asDouble();
    rows.add(
        StudyRows.spread(
            BenchRow.higher(
                name + ".macsSaved",
                StudyRows.mean(seeds, saved),
                "of the end's",
                samples(seeds, member)),
            seeds,
            saved));
    route
        .apply(seeds.get(0))
        .path("leaving")
        .fieldNames()
        .forEachRemaining(block -> rows.add(leaving(name, block, seeds, route)));
  }

  private BenchRow leaving(
      String name, String block, List<StudyCell> seeds, Function<StudyCell, JsonNode> route) {
    ToDoubleFunction<StudyCell> share =
        cell -> route.apply(cell).path("leaving").path(block).asDouble();
    double mean = StudyRows.mean(seeds, share);
    return StudyRows.spread(
        BenchRow.higher(
            name + ".leaving." + block.replace("tier above", "above"),
            mean,
            "of the samples",
            StudyCell.answers(route.apply(seeds.get(0))).of()),
        seeds,
        share);
  }

  /** What it costs the end that its exits were trained with it; the seeds of both are the same. */
  private void exitsAgainstBase() {
    rows.add(
        gain(
            BenchRow::lower,
            data + ".earlyExit.lossPoints",
            answers(cells.get(Study.BASE), cell -> end(cell, Study.BASE)),
            answers(cells.get("earlyExit"), cell -> end(cell, Study.BASE))));
  }

  private void meanet() {
    List<StudyCell> seeds = cells.get("meanet");
    rows.add(accuracy(data + ".meanet.main.accuracy", seeds, cell -> end(cell, Study.MAIN)));
    for (JsonNode written : seeds.get(0).ladder(Study.MAIN).path("routes")) {
      String rule = written.path("rule").asText();
      if (rule.startsWith("hard classes")) {
        route(data + ".meanet", seeds, Study.MAIN, rule);
        rows.add(
            gain(
                BenchRow::higher,
                data + ".meanet.gainOverMainPoints",
                answers(seeds, cell -> route(cell, Study.MAIN, rule)),
                answers(seeds, cell -> end(cell, Study.MAIN))));
      }
    }
  }

  /** A row of one kind: what is more accurate than what, by how many points. */
  @FunctionalInterface
  private interface Kind {
    BenchRow row(String name, double value, String unit, long n);
  }

  private static BenchRow gain(
      Kind kind, String name, List<StudyCell.Answers> better, List<StudyCell.Answers> than) {
    PairedGain gain = PairedGain.of(better, than);
    return StudyRows.interval(
        kind.row(name, POINTS * gain.gain(), "points", better.get(0).of()), gain);
  }

  private static List<StudyCell.Answers> answers(
      List<StudyCell> seeds, Function<StudyCell, JsonNode> node) {
    return seeds.stream().map(cell -> StudyCell.answers(node.apply(cell))).toList();
  }

  private static BenchRow accuracy(
      String name, List<StudyCell> seeds, Function<StudyCell, JsonNode> node) {
    ToDoubleFunction<StudyCell> share = cell -> StudyCell.answers(node.apply(cell)).accuracy();
    int samples = StudyCell.answers(node.apply(seeds.get(0))).of();
    return StudyRows.spread(
        BenchRow.higher(name, StudyRows.mean(seeds, share), "share right", samples), seeds, share);
  }

  private static int samples(List<StudyCell> seeds, String member) {
    return StudyCell.answers(end(seeds.get(0), member)).of();
  }

  private static JsonNode end(StudyCell cell, String member) {
    JsonNode blocks = cell.ladder(member).path("blocks");
    return blocks.path(blocks.size() - 1);
  }

  private static JsonNode block(StudyCell cell, String member, String name) {
    return named(cell.ladder(member).path("blocks"), "name", name);
  }

  private static JsonNode route(StudyCell cell, String member, String rule) {
    return named(cell.ladder(member).path("routes"), "rule", rule);
  }

  /** The element whose field has that value, or a missing node. */
  private static JsonNode named(JsonNode list, String field, String value) {
    for (JsonNode node : list) {
      if (node.path(field).asText().equals(value)) {
        return node;
      }
    }
    return list.path(-1);
  }
}

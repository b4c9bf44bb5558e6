package dev.upcall.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.cli.firmware.Home;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark page says what its JSON files say, and nothing else. */
class BenchDocsTest {
  @Test
  void thePageInTheRepositoryIsCurrent() throws IOException {
    assertEquals(
        BenchDocs.page(Home.path("docs/benchmarks")),
        Files.readString(Home.path("docs/benchmarks.md")),
        "run ./upcall bench --docs");
  }

  @Test
  void aReportSurvivesItsFile(@TempDir Path folder) throws IOException {
    BenchReport report =
        new BenchReport(
            "digits",
            "1.0",
            "./upcall bench digits",
            Map.of("gcc", "12.2.0"),
            List.of(
                BenchRow.lower("a.b", 12, "B", 3).against(24, "elsewhere").target(10),
                BenchRow.higher("c.d", 0.5, "share", 7).within(0.4, 0.6)),
            List.of("microbit: no compiler"));
    Files.writeString(folder.resolve("digits.json"), new JsonWriter().write(report));

    String page = BenchDocs.page(folder);

    assertEquals(
        """
        ## digits

            ./upcall bench digits

        Upcall 1.0, gcc 12.2.0.

        0 of 1 targets are met; not these: `a.b`.

        <details><summary>All rows</summary>

        | row | value | unit | 95 % interval | n | baseline | ratio | target | met |
        |---|--:|---|--:|--:|--:|--:|--:|---|
        | a.b | 12 | B |  | 3 | 24 | 0.500 | 10 | NO |
        | c.d | 0.500 | share | 0.400 .. 0.600 | 7 |  |  |  |  |

        Skipped: microbit: no compiler

        </details>
        """,
        page.substring(page.indexOf("## digits")));
  }

  @Test
  void modelsStandSideBySide(@TempDir Path folder) throws IOException {
    BenchReport report =
        new BenchReport(
            "models",
            "1.0",
            "./upcall bench models",
            Map.of(),
            List.of(
                BenchRow.lower("m4.kws.instructions", 3_012_458, "instructions", 3)
                    .against(7_696_760, "peer")
                    .target(2_900_000),
                BenchRow.lower("m0.kws.instructions", 45_401, "instructions", 3).target(45_400),
                BenchRow.lower("m4.kws.speed.instructions", 999, "instructions", 3)),
            List.of());
    Files.writeString(folder.resolve("models.json"), new JsonWriter().write(report));

    Path picture = BenchDocs.draw(folder).get(0);
    String page = BenchDocs.page(folder);

    String table =
        """
        ### Instructions an inference

        | | m4 | m0 |
        |---|--:|--:|
        | kws | 3.01 M, 0.39x, not 2.90 M | 45.401 k, not 45.400 k |
        | kws.speed | 999 |  |
        """;
    assertTrue(page.contains(table), page);
    assertTrue(page.contains("](%s/models.png)".formatted(folder.getFileName())), page);
    assertEquals(900, ImageIO.read(picture.toFile()).getWidth());
  }

  @Test
  void aBrokenFileIsNamed(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("digits.json"), "{\"suite\": 3");
    UpcallException e = assertThrows(UpcallException.class, () -> BenchDocs.page(folder));
    assertEquals("UP5010", e.diagnostics().get(0).code().id());
  }
}

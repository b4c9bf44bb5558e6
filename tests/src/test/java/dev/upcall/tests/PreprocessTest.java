package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.testing.CCompiler;
import dev.upcall.core.data.Dataset;
import dev.upcall.core.data.ProjectData;
import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Raw samples become the same int8 bytes on the device as on the host: all of the digits. */
class PreprocessTest {
  private static final List<String> FILES =
      List.of("model/upcall_preprocess.c", "model/upcall_config.h", "runtime/upcall_ladder.h");

  @Test
  void deviceAndHostMakeTheSameBytesOfEverySample(@TempDir Path folder) throws IOException {
    CCompiler gcc = CCompiler.require("gcc");
    Path digits = Path.of(System.getProperty("upcall.home"), "examples", "digits");
    Path emitted =
        new Compiler(new BoardCatalogue())
            .compile(CompileRequest.of(digits, "posix", folder.resolve("out")))
            .folder();
    Path build = Files.createDirectory(folder.resolve("build"));
    for (String file : FILES) {
      Path source = emitted.resolve(file);
      Files.copy(source, build.resolve(source.getFileName()));
    }
    CCompiler.copy(build, "cc/preprocess_main.c");
    Path program = gcc.compile(build, "-fsanitize=address,undefined");

    Project project = ProjectLoader.load(digits);
    Dataset data = ProjectData.load(project).dataset();
    Preprocessor host = new Preprocessor(project.manifest().input());
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    for (int i = 0; i < data.size(); i++) {
      raw.writeBytes(data.raw(i));
      expected.writeBytes(host.quantize(data.raw(i)));
    }
    Path in = folder.resolve("raw.bin");
    Path out = folder.resolve("int8.bin");
    Files.write(in, raw.toByteArray());
    CCompiler.run(List.of(program.toString(), in.toString(), out.toString()));

    assertEquals(1797, data.size());
    assertArrayEquals(expected.toByteArray(), Files.readAllBytes(out));
  }
}

package dev.upcall.compiler;

import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.report.ModelReport;
import java.nio.file.Path;

/**
 * A firmware project on disk.
 *
 * @param folder {@code firmware-out/<project>/<board>}
 */
public record CompileResult(Path folder, Board board, ModelReport report) {}

package dev.upcall.compiler;

import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.core.model.TakeOver;
import dev.upcall.core.model.TakeOverRuntime;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Send;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes over by the integer reference, which gives the bytes that the device would have given. */
public final class HandoverRuntime implements TakeOverRuntime {
  /** Numbers are the same on every board; the process on Linux has no limits to meet. */
  private static final String ANY_BOARD = "posix";

  private static final String LOGITS = "logits";

  @Override
  public Optional<TakeOver> open(Project project, String member) {
    if (project.manifest().send() == Send.INPUT) {
      return Optional.empty();
    }
    CompileRequest request =
        CompileRequest.of(project.folder(), ANY_BOARD, Path.of("")).withFold(project.fold());
    List<String> names = new ArrayList<>(List.of(LOGITS));
    project.manifest().members().get(member).features().ifPresent(names::add);
    Path file = project.resolve(project.manifest().members().get(member).model());
    return new Compiler(new BoardCatalogue())
        .int8(request)
        .payload()
        .featureMap()
        .map(handover -> new HandoverModel("member \"" + member + "\"", file, handover, names));
  }
}

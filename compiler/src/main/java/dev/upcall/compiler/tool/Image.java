package dev.upcall.compiler.tool;

import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.tool.ElfFile.Symbol;
import dev.upcall.core.diagnostic.Diagnostic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Firmware as built for a board: an ELF file, what it takes and where things in it are. */
public final class Image {
  private static final String DEVICE_ID = "upcall_device_id";

  private final Path elf;
  private final Board board;
  private final ElfFile contents;
  private final Map<String, Symbol> symbols;

  private Image(Path elf, Board board) {
    this.elf = elf;
    this.board = board;
    this.contents = ElfFile.read(elf);
    this.symbols =
        contents.symbols().stream()
            .collect(Collectors.toMap(Symbol::name, Function.identity(), (first, next) -> first));
  }

  /**
   * Reads an image.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP2610 if it is no ELF file
   */
  public static Image read(Path elf, Board board) {
    return new Image(elf, board);
  }

  public Path elf() {
    return elf;
  }

  public Board board() {
    return board;
  }

  public ImageSizes sizes() {
    return ImageSizes.of(contents);
  }

  /** Address of a symbol. */
  public OptionalLong address(String symbol) {
    return symbols.containsKey(symbol)
        ? OptionalLong.of(symbols.get(symbol).value())
        : OptionalLong.empty();
  }

  /** Names of the symbols that match a regular expression, in order of their addresses. */
  public List<String> functions(String pattern) {
    Predicate<String> matches = Pattern.compile(pattern).asMatchPredicate();
    return symbols.values().stream()
        .filter(symbol -> matches.test(symbol.name()))
        .sorted(Comparator.comparing(Symbol::value))
        .map(Symbol::name)
        .toList();
  }

  /**
   * A copy of this image for one device: the same but for the device's number.
   *
   * @param copy where it is written
   * @throws dev.upcall.core.diagnostic.UpcallException UP2612 if it cannot be written
   */
  public Image provisioned(int device, Path copy) {
    long address =
        address(DEVICE_ID).orElseThrow(() -> new IllegalStateException("no " + DEVICE_ID));
    Optional<Long> offset = contents.fileOffset(address);
    try {
      byte[] bytes = Files.readAllBytes(elf);
      ByteBuffer.wrap(bytes)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(Math.toIntExact(offset.orElseThrow()), device);
      Files.write(copy, bytes);
      if (!copy.toFile().setExecutable(true, true)) {
        throw new IOException("cannot be made executable");
      }
    } catch (IOException e) {
      throw Diagnostic.of(ToolCode.FILE_FAILED).at("%s", copy).found("%s", e).toException();
    }
    return new Image(copy, board);
  }
}

package dev.upcall.compiler.decision;

import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The Java source of a policy.
 *
 * @param name the class's simple name
 * @param file what errors call the file
 * @param text the whole source
 * @param builtIn part of Upcall, not of the project
 * @param of the policy that this one wraps
 */
public record PolicySource(
    String name, String file, String text, boolean builtIn, Optional<PolicySource> of) {
  /** Policies that a manifest may name without a file. */
  public static final List<String> BUILT_IN =
      List.of(
          "Threshold",
          "Margin",
          "Entropy",
          "LogisticRegression",
          "PerClassThreshold",
          "Calibrated",
          "Agreement",
          "TwoThreshold",
          "Meanet",
          "HiLcb",
          "HiLcbLite",
          "HilN",
          "Budgeted",
          "Audited",
          "Asynchronous",
          "RateLimited",
          "Quiet");

  /** The score that Threshold looks at. */
  private static final String STANDARD = "maxProbability";

  private static final String FOLDER = "/upcall/policy-sources/dev/upcall/core/decision/";
  private static final long MAX_BYTES = 64 * 1024;

  /** That wraps no other. */
  public PolicySource(String name, String file, String text, boolean builtIn) {
    this(name, file, text, builtIn, Optional.empty());
  }

  /** The same around another policy. */
  public PolicySource wrapping(PolicySource inner) {
    return new PolicySource(name, file, text, builtIn, Optional.of(inner));
  }

  /**
   * What a manifest's {@code use} means: a built-in's name, or a Java file of the project.
   *
   * @param folder the project's
   * @throws dev.upcall.core.diagnostic.UpcallException UP2416 if there is neither, UP2418 if the
   *     file is too large
   */
  public static PolicySource find(String use, Path folder) {
    if (BUILT_IN.contains(use)) {
      return library(use);
    }
    if (use.endsWith(".java")) {
      return read(folder.resolve(use));
    }
    throw Diagnostic.of(PolicyCode.NOT_FOUND, use)
        .found("neither a built-in's name nor a .java file")
        .need("one of %s, or a Java file of the project", String.join(", ", BUILT_IN))
        .fix("correct the policy's `use` in ensemble.yaml")
        .toException();
  }

  /**
   * The policy that a manifest's stage names.
   *
   * @param folder the project's
   * @throws dev.upcall.core.diagnostic.UpcallException as {@link #find(String, Path)}; UP2416 where
   *     {@code on} is a score that the policy does not look at
   */
  public static PolicySource find(Manifest.PolicySpec spec, Path folder) {
    boolean fits =
        spec.on().isEmpty() || spec.use().equals("Threshold") && spec.on().get().equals(STANDARD);
    if (!fits) {
      throw Diagnostic.of(PolicyCode.NOT_FOUND, spec.use() + " on " + spec.on().get())
          .need("Threshold on %s", STANDARD)
          .fix("other scores have policies of their own: Margin, Entropy, LogisticRegression")
          .toException();
    }
    PolicySource source = find(spec.use(), folder);
    return spec.of().map(inner -> source.wrapping(find(inner, folder))).orElse(source);
  }

  /** Reads a policy from a file. Errors as {@link #find}. */
  public static PolicySource read(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        throw Diagnostic.of(PolicyCode.NOT_FOUND, file.getFileName())
            .at("%s", file)
            .found("no such file")
            .fix("write it, or name a built-in: %s", String.join(", ", BUILT_IN))
            .toException();
      }
      if (Files.size(file) > MAX_BYTES) {
        throw Diagnostic.of(PolicyCode.TOO_LARGE, file.getFileName())
            .at("%s", file)
            .found("%d bytes", Files.size(file))
            .need("at most %d", MAX_BYTES)
            .toException();
      }
      String text = Files.readString(file, StandardCharsets.UTF_8);
      String fileName = file.getFileName().toString();
      return new PolicySource(fileName.replaceFirst("\\.java$", ""), fileName, text, false);
    } catch (CharacterCodingException e) {
      throw Diagnostic.of(PolicyCode.SYNTAX, file.getFileName())
          .at("%s", file)
          .found("bytes that are not UTF-8")
          .toException();
    } catch (IOException e) {
      throw Diagnostic.of(PolicyCode.NOT_FOUND, file.getFileName())
          .at("%s", file)
          .found("it cannot be read: %s", e.getMessage())
          .toException();
    }
  }

  /** A source file of core's package decision. */
  static PolicySource library(String name) {
    try (InputStream in = Policy.class.getResourceAsStream(FOLDER + name + ".java")) {
      if (in == null) {
        throw new IllegalStateException("core's jar lacks the source of " + name);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new PolicySource(name, name + ".java", text, true);
    } catch (IOException e) {
      throw new IllegalStateException("core's jar cannot be read", e);
    }
  }
}

package dev.upcall.core.project;

import dev.upcall.core.audio.AudioSpec;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.file.RegularFile;
import dev.upcall.core.file.Sha256;
import dev.upcall.core.project.Manifest.InputSpec;
import dev.upcall.core.project.Manifest.MemberSpec;
import dev.upcall.core.project.Manifest.PolicySpec;
import dev.upcall.core.project.Manifest.StageSpec;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What tells one ensemble from another on the wire: SHA-256 over everything that device and host
 * have to have in common to understand each other. That is the classes, the input, the stages, what
 * upcalls carry, and the bytes of each model, head and policy file; not the data, nor values that
 * may be tuned or pushed to devices later, nor what the host does with its members.
 *
 * <p>Each field is hashed with its length before it, so that no two ensembles run together.
 */
public final class Signature {
  private Signature() {}

  /**
   * 32 bytes; the wire's header carries the first 8.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException naming every file that is missing
   */
  public static byte[] of(Project project) {
    Manifest manifest = project.manifest();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Diagnostics missing = new Diagnostics();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      texts(out, "upcall ensemble 1");
      texts(out, manifest.classes().toArray(String[]::new));
      input(out, manifest.input());
      if (manifest.before().isPresent()) {
        texts(out, "before", manifest.before().get().use());
        policyFile(out, manifest.before().get(), project, missing);
      }
      out.writeInt(manifest.stages().size());
      for (StageSpec stage : manifest.stages()) {
        stage(out, stage, project, missing);
      }
      if (manifest.send() != Send.INPUT) {
        texts(out, "send", manifest.send().word());
      }
      for (var member : new TreeMap<>(manifest.members()).entrySet()) {
        MemberSpec spec = member.getValue();
        texts(out, member.getKey(), spec.features().orElse(""));
        file(out, project, spec.model(), missing);
      }
      for (var head : new TreeMap<>(manifest.heads()).entrySet()) {
        texts(out, head.getKey());
        file(out, project, head.getValue(), missing);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    missing.throwIfAny();
    return Sha256.of(bytes.toByteArray());
  }

  /**
   * What samples have to have in common to be data of the same project, whatever its models are:
   * SHA-256 over the classes and the input.
   */
  public static byte[] ofInput(Manifest manifest) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      texts(out, "upcall input 1");
      texts(out, manifest.classes().toArray(String[]::new));
      input(out, manifest.input());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Sha256.of(bytes.toByteArray());
  }

  private static void input(DataOutputStream out, InputSpec input) throws IOException {
    out.writeInt(input.shape().size());
    for (int side : input.shape()) {
      out.writeInt(side);
    }
    out.writeInt(input.rawMin());
    out.writeInt(input.rawMax());
    for (List<Float> factors : List.of(input.scale(), input.offset())) {
      out.writeInt(factors.size());
      for (float factor : factors) {
        out.writeFloat(factor);
      }
    }
    texts(out, input.feed());
    if (input.audio().isPresent()) {
      audio(out, input.audio().get());
    }
  }

  /** Field by field: a record's text depends on the names of its components, and may change. */
  private static void audio(DataOutputStream out, AudioSpec audio) throws IOException {
    texts(out, "audio", audio.kind().key());
    out.writeInt(audio.rate());
    out.writeInt(audio.window());
    out.writeInt(audio.stride());
    out.writeInt(audio.mels());
    out.writeInt(audio.coefficients());
    out.writeInt(audio.lifter());
    out.writeDouble(audio.lowHertz());
    out.writeDouble(audio.highHertz());
    out.writeDouble(audio.floorDecibels());
    out.writeDouble(audio.ceilingDecibels());
  }

  private static void stage(
      DataOutputStream out, StageSpec stage, Project project, Diagnostics missing)
      throws IOException {
    String use = stage.policy().map(PolicySpec::use).orElse("");
    String on = stage.policy().flatMap(PolicySpec::on).orElse("");
    List<String> said = new ArrayList<>();
    said.add(String.join("+", stage.run()));
    said.addAll(List.of(stage.exit().orElse(""), use, on));
    said.addAll(stage.classes());
    texts(out, said.toArray(String[]::new));
    if (stage.policy().isPresent()) {
      policyFile(out, stage.policy().get(), project, missing);
    }
    List<String> pushed = stage.policy().map(PolicySpec::pushed).orElse(List.of());
    if (!pushed.isEmpty()) {
      // Which values a message of parameters has, and in which order.
      texts(out, "pushed", String.join(" ", new TreeSet<>(pushed)));
    }
    Optional<PolicySpec> inner = stage.policy().flatMap(PolicySpec::of);
    while (inner.isPresent()) {
      texts(out, "of", inner.get().use(), inner.get().on().orElse(""));
      policyFile(out, inner.get(), project, missing);
      inner = inner.get().of();
    }
  }

  /** A policy is written by hand and the same for all folds. */
  private static void policyFile(
      DataOutputStream out, PolicySpec policy, Project project, Diagnostics missing)
      throws IOException {
    if (policy.use().endsWith(".java")) {
      file(out, project.withFold(0), policy.use(), missing);
    }
  }

  private static void texts(DataOutputStream out, String... texts) throws IOException {
    out.writeInt(texts.length);
    for (String text : texts) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      out.writeInt(utf8.length);
      out.write(utf8);
    }
  }

  private static void file(
      DataOutputStream out, Project project, String relative, Diagnostics missing)
      throws IOException {
    Path path = project.resolve(relative);
    try (InputStream in = RegularFile.open(path)) {
      out.write(Sha256.of(in));
    } catch (IOException e) {
      missing.add(
          Diagnostic.of(ProjectCode.FILE_MISSING, relative)
              .at("%s", path)
              .found(Files.exists(path) ? "a file that cannot be read" : "no such file")
              .need("the file that ensemble.yaml names")
              .fix("train the project (upcall train), or put the file there"));
    }
  }
}

package dev.upcall.compiler.decision;

import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles one Java source and loads its class; nothing is written to disk. */
final class MemoryCompiler {
  private final JavaCompiler compiler;

  MemoryCompiler() {
    this.compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw Diagnostic.of(PolicyCode.NO_COMPILER)
          .found("a Java run time without javac: %s", System.getProperty("java.home"))
          .need("a JDK of version 17 or later")
          .fix("apt install openjdk-17-jdk-headless, or use a built-in policy")
          .toException();
    }
  }

  Class<?> compile(PolicySource source) throws ClassNotFoundException {
    DiagnosticCollector<JavaFileObject> messages = new DiagnosticCollector<>();
    Map<String, ByteArrayOutputStream> classes = new TreeMap<>();
    try (JavaFileManager files =
        new MemoryFiles(compiler.getStandardFileManager(messages, Locale.ROOT, null), classes)) {
      // No annotation processors: nothing of the class path runs while the source is compiled.
      List<String> options = List.of("-proc:none", "-Xlint:none", "-classpath", classPath());
      boolean good =
          compiler
              .getTask(null, files, messages, options, null, List.of(new SourceText(source)))
              .call();
      if (!good) {
        throw new UpcallException(
            messages.getDiagnostics().stream()
                .filter(m -> m.getKind() == javax.tools.Diagnostic.Kind.ERROR)
                .limit(10)
                .map(m -> diagnostic(source, m))
                .toList());
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot be closed", e);
    }
    return new Loader(classes).loadClass(classes.keySet().iterator().next());
  }

  private static Diagnostic diagnostic(
      PolicySource source, javax.tools.Diagnostic<? extends JavaFileObject> message) {
    return Diagnostic.of(PolicyCode.REJECTED, source.file())
        .at("%s:%d:%d", source.file(), message.getLineNumber(), message.getColumnNumber())
        .found("%s", message.getMessage(Locale.ROOT).lines().findFirst().orElse(""));
  }

  /** Where Policy, Scores and PolicyMath are: all a policy can name. */
  private static String classPath() {
    try {
      return Path.of(Policy.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("core lies at no path", e);
    }
  }

  private static final class SourceText extends SimpleJavaFileObject {
    private final String text;

    SourceText(PolicySource source) {
      super(URI.create("string:///" + source.name() + Kind.SOURCE.extension), Kind.SOURCE);
      this.text = source.text();
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class MemoryFiles extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> classes;

    MemoryFiles(JavaFileManager standard, Map<String, ByteArrayOutputStream> classes) {
      super(standard);
      this.classes = classes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      URI uri = URI.create("memory:///" + name.replace('.', '/') + kind.extension);
      return new SimpleJavaFileObject(uri, kind) {
        @Override
        public OutputStream openOutputStream() {
          return classes.computeIfAbsent(name, n -> new ByteArrayOutputStream());
        }
      };
    }
  }

  private static final class Loader extends ClassLoader {
    private final Map<String, ByteArrayOutputStream> classes;

    Loader(Map<String, ByteArrayOutputStream> classes) {
      super(Policy.class.getClassLoader());
      this.classes = classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      ByteArrayOutputStream bytes = classes.get(name);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes.toByteArray(), 0, bytes.size());
    }
  }
}

package dev.upcall.tests.rig;

import dev.upcall.compiler.tool.ProcessRunner;
import dev.upcall.compiler.tool.RunningProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tab of a browser that nobody sees, steered by the Chrome DevTools Protocol. Closing ends the
 * browser.
 */
public final class Browser implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Pattern LISTENS = Pattern.compile("listening on ws://([0-9.]+:[0-9]+)/");
  private static final Pattern SOCKET = Pattern.compile("\"webSocketDebuggerUrl\": *\"([^\"]+)\"");

  private final ProcessRunner runner;
  private final BlockingQueue<String> replies = new LinkedBlockingQueue<>();
  private final RunningProcess process;
  private final WebSocket tab;
  private int calls;

  /**
   * Starts Chromium with an empty tab; skips the test where it is not installed.
   *
   * @param profile a folder of its own
   */
  public Browser(Path profile) throws Exception {
    Tools.require("chromium");
    runner = new ProcessRunner();
    process =
        runner.start(
            List.of(
                "chromium",
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank"),
            profile,
            Map.of());
    try {
      tab = open();
    } catch (Exception | AssertionError e) {
      runner.close();
      throw e;
    }
  }

  private WebSocket open() throws Exception {
    Matcher listens =
        process.awaitOutput(LISTENS, LIMIT).orElseThrow(() -> new AssertionError(process.output()));
    HttpClient client = HttpClient.newHttpClient();
    String made =
        client
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://" + listens.group(1) + "/json/new?about:blank"))
                    .PUT(HttpRequest.BodyPublishers.noBody())
                    .timeout(LIMIT)
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    Matcher socket = SOCKET.matcher(made);
    if (!socket.find()) {
      throw new AssertionError(made);
    }
    return client
        .newWebSocketBuilder()
        .buildAsync(URI.create(socket.group(1)), new Replies(replies))
        .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  /** Puts the parts of a message together. */
  private static final class Replies implements WebSocket.Listener {
    private final BlockingQueue<String> whole;
    private final StringBuilder parts = new StringBuilder();

    Replies(BlockingQueue<String> whole) {
      this.whole = whole;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      parts.append(part);
      if (last) {
        whole.add(parts.toString());
        parts.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }

  /** Loads a page. */
  public void go(String uri) throws Exception {
    String reply = call("Page.navigate", "\"url\":" + quoted(uri));
    if (reply.contains("\"errorText\"")) {
      throw new AssertionError(reply);
    }
  }

  /** Waits until a condition, in JavaScript, holds after a change of the document. */
  public void await(String condition) throws Exception {
    String promise =
        """
        new Promise(done => {
          const late = setTimeout(() => done(document.body.innerText), %d);
          const watcher = new MutationObserver(look);
          function look() {
            if (!(%s)) return;
            watcher.disconnect();
            clearTimeout(late);
            done(true);
          }
          watcher.observe(document, {
            subtree: true, childList: true, attributes: true, characterData: true});
          look();
        })
        """
            .formatted(LIMIT.toMillis() / 2, condition);
    String reply =
        call("Runtime.evaluate", "\"awaitPromise\":true,\"expression\":" + quoted(promise));
    if (!reply.contains("\"value\":true")) {
      throw new AssertionError(condition + " never held: " + reply);
    }
  }

  /**
   * Runs JavaScript in the page, to the end of the promise that it may give.
   *
   * @return whether it came to {@code true}
   */
  public boolean run(String script) throws Exception {
    return call("Runtime.evaluate", "\"awaitPromise\":true,\"expression\":" + quoted(script))
        .contains("\"value\":true");
  }

  private String call(String method, String parameters) throws Exception {
    int id = ++calls;
    String message =
        "{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":{" + parameters + "}}";
    tab.sendText(message, true).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    String reply = replies.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
    if (reply == null || !reply.startsWith("{\"id\":" + id + ",") || reply.contains("\"error\":")) {
      throw new AssertionError(method + ": " + reply);
    }
    return reply;
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  /** Asks it to end, so that nothing writes to the profile any more; ends what then still runs. */
  @Override
  public void close() {
    tab.sendText("{\"id\":0,\"method\":\"Browser.close\"}", true);
    process.await(LIMIT);
    runner.close();
  }
}

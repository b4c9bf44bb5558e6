package dev.upcall.compiler.board;

/** Renders a template. Lets this package stay below the one that knows the template engine. */
@FunctionalInterface
public interface TemplateRenderer {
  /**
   * The template's text with its holes filled.
   *
   * @param template path below {@code upcall/templates/}
   * @param model a record; the template sees its components
   */
  String render(String template, Object model);
}

# ${project}, written by Upcall: a Zephyr module. An application names this folder in
# ZEPHYR_EXTRA_MODULES and sets CONFIG_UPCALL=y.
if(CONFIG_UPCALL)
  zephyr_library_named(${name?lower_case})
  zephyr_library_sources(
<#list sources as source>
    ${source}
</#list>
  )
  zephyr_include_directories(<#list includes as include>${include}<#sep> </#sep></#list>)
  # Floats are computed as written, so that every board takes the same decisions.
  zephyr_library_compile_options(-ffp-contract=off)
endif()

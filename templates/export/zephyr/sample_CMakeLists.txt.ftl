cmake_minimum_required(VERSION 3.20)
list(APPEND ZEPHYR_EXTRA_MODULES <#noparse>"${CMAKE_CURRENT_SOURCE_DIR}/../.."</#noparse>)
<#noparse>find_package(Zephyr REQUIRED HINTS $ENV{ZEPHYR_BASE})</#noparse>
project(ask LANGUAGES C)
target_sources(app PRIVATE src/main.c)

/* Memory of ${boardName}. */
MEMORY
{
  FLASH (rx)  : ORIGIN = ${flashOrigin}, LENGTH = ${flashBytes}
  RAM   (rwx) : ORIGIN = ${ramOrigin}, LENGTH = ${ramBytes}
}
upcall_stack_bytes = ${stackBytes};

import { z } from 'zod'

/*
 * Imported before anything that makes a schema, by the entry of every process and of the page. Otherwise zod turns each shape into a text
 * and the text into code when it is first used: the page's content security policy refuses that and reports it, and the main process is deaf
 * meanwhile, 20 ms for the window's state. A statement in an entry itself would run after all of its imports, too late.
 */
z.config({ jitless: true })

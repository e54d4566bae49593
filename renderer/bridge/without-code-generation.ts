import { z } from 'zod'

/*
 * Imported before anything that makes a schema: zod tries at the first one whether it may turn text into code, and the page's content
 * security policy refuses that and reports it. A statement in the entry itself would run after all of its imports, too late.
 */
z.config({ jitless: true })

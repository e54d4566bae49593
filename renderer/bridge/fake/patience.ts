import { configure } from '@testing-library/react'

// A limit for what never comes, not a bound on how long anything may take: a busy machine pauses for a second now and then.
configure({ asyncUtilTimeout: 20_000 })

import { createContext, useContext } from 'react'

/**
 * Where menus and tooltips are put. Inside a modal dialog it is the dialog: what is outside of it is inert while it is open.
 */
export const OverlayRoot = createContext<HTMLElement | null>(null)
export const useOverlayRoot = (): HTMLElement | null => useContext(OverlayRoot)

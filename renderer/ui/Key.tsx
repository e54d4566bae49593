import styles from './Key.module.css'

/** A key as it is printed on the keyboard. */
export const Key = ({ children }: { readonly children: string }) => <kbd className={styles.key}>{children}</kbd>

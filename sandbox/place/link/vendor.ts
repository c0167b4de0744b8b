// A package as a module made of text: it re-exports a namespace that is already loaded, name by name.

/** `expression` reads the namespace when the module runs. Names such as `catch` and `null` are exported under an alias. */
export function vendorModule(expression: string, names: readonly string[]): string {
  const lines = names.map((name, i) => `const _${i} = _ns[${JSON.stringify(name)}];`);
  const exported = names.map((name, i) => `_${i} as ${exportName(name)}`);
  return [`const _ns = ${expression};`, ...lines, `export { ${exported.join(", ")} };`].join("\n");
}

const exportName = (name: string): string => (/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : JSON.stringify(name));

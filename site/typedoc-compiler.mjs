// typedoc asks for TypeScript as a JavaScript library, which ended with release 6: here it is called typescript-api.
export function resolve(specifier, context, next) {
  return next(specifier === "typescript" ? "typescript-api" : specifier, context);
}

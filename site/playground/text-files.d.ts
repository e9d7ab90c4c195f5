/** Files that the bundler takes in as text. */
declare module "*.yaml" {
  const text: string;
  export default text;
}

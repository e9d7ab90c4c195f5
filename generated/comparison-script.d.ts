export declare const COMPARISON_SCRIPT: string;

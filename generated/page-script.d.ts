export declare const PAGE_SCRIPT: string;

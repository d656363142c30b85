export interface PropertyOption {
  readonly label: string;
  readonly value: string;
  readonly displayOrder: number;
  readonly hidden: boolean;
  readonly description?: string;
}

export type PropertyType = 'string' | 'number' | 'enumeration' | 'bool' | 'date' | 'datetime';

export interface PropertyDefinition {
  readonly name: string;
  readonly label: string;
  readonly groupName: string;
  readonly type: PropertyType;
  readonly fieldType: string;
  readonly description: string;
  readonly options: readonly PropertyOption[];
  readonly displayOrder: number;
  readonly hasUniqueValue: boolean;
  readonly hidden: boolean;
  readonly formField: boolean;
  readonly externalOptions: boolean;
  readonly calculated: boolean;
  readonly hubspotDefined: boolean;
  /** A person or app may not write it. */
  readonly readOnly: boolean;
  /** Kept by HubSpot from behaviour: never pushed by webhook. */
  readonly rollUp: boolean;
  /** Webhooks tell that it changed, not to what. */
  readonly sensitive?: boolean;
  readonly createdUserId?: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly archived: boolean;
}

export interface PropertyGroup {
  readonly name: string;
  readonly label: string;
  readonly displayOrder: number;
  readonly archived: boolean;
}

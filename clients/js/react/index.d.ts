import type { ReactElement, ReactNode } from "react";
import type { Connection, ConnectOptions, Herald, HeraldEvent, State } from "../index.js";

export function HeraldProvider(props: ConnectOptions & { children?: ReactNode }): ReactElement;

export function useHerald(): {
  connection: Connection | null;
  herald: Herald | null;
  state: State;
  isConnected: boolean;
};

export function useEvents(wish?: { project?: string; types?: string[]; max?: number }): {
  events: HeraldEvent[];
  state: State;
  isConnected: boolean;
};

export interface Project {
  project_id: string;
  project_name: string | null;
  repository_url: string | null;
  status: string;
  description: string | null;
  due_date: string | null;
  time_zone: string;
  settings: Record<string, unknown>;
  created_at: string;
  updated_at: string;
  version: number;
}

/** A project with how it stands. */
export interface ProjectOverview extends Project {
  total_tasks: number | null;
  completed_tasks: number | null;
  progress_percentage: number | null;
  health_score: number | null;
  risk_level: "low" | "medium" | "high" | "critical" | null;
  last_updated: string | null;
}

export function useProject(projectId: string): { project: Project | null; loading: boolean; error: Error | null };
export function useProjectUpdates(projectId: string): {
  project: ProjectOverview | null;
  loading: boolean;
  error: Error | null;
};
